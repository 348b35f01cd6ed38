"""Device files as text: what people wrote in them stays, the rest is written anew."""

import re

ROW = re.compile(r"^  - model: (.*)$")
KEY = re.compile(r"^    ([a-z_]+):")


def unquote(text):
    text = text.strip()
    if text[:1] == '"':
        import json
        return json.loads(text[: text.rindex('"') + 1])
    return text.split(" #")[0].strip()


class Row:
    def __init__(self, model, before):
        self.model = model
        self.before = before  # comments above the row
        self.lines = []

    def vendor(self, default):
        for line in self.lines:
            if line.startswith("    vendor:"):
                return unquote(line.split(":", 1)[1])
        return default

    def part(self, name):
        """The lines of one key, with the comments above it."""
        out, inside, comments = [], False, []
        for line in self.lines[1:]:
            found = KEY.match(line)
            if found:
                inside = found.group(1) == name
                if inside:
                    out += comments
                comments = []
            elif line.startswith("    #"):
                comments.append(line)
                inside = False
                continue
            if inside:
                out.append(line)
        while out and not out[-1].strip():
            out.pop()
        return out

    def kept(self):
        """True for the whole row, else the names of the keys that stay."""
        lines = self.part("kept")
        if not lines:
            return []
        value = lines[-1].split(":", 1)[1].split("#")[0].strip()
        return True if value == "true" else [word.strip() for word in value.strip("[]").split(",")]


class File:
    """Everything above `devices:` as it stands, then the rows."""

    def __init__(self, text=""):
        self.head, self.rows = [], []
        waiting = []
        inside = False
        for line in text.splitlines():
            if not inside:
                if line.rstrip() == "devices:":
                    inside = True
                else:
                    self.head.append(line)
                continue
            found = ROW.match(line)
            if found:
                self.rows.append(Row(unquote(found.group(1)), [w for w in waiting if w.strip()]))
                waiting = []
                self.rows[-1].lines.append(line)
            elif self.rows and line.startswith("   ") and line.strip():
                self.rows[-1].lines += [w for w in waiting if w.strip()] + [line]
                waiting = []
            else:
                waiting.append(line)

    def vendor(self):
        for line in self.head:
            if line.startswith("vendor:"):
                return unquote(line.split(":", 1)[1])
        return None

    def labels(self):
        """Of the cluster descriptions in the head."""
        out, inside = [], False
        for line in self.head:
            if re.match(r"^\S", line):
                inside = line.startswith("clusters:")
            elif inside and re.match(r"^  [A-Za-z_0-9]+:", line):
                out.append(line.strip().split(":")[0])
        return out
