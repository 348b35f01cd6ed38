#include <fmt/format.h>

#include <algorithm>

#include "docs/docs.h"
#include "docs/exposes.h"

namespace waggle::docs {
namespace {

using library::Expose;

constexpr std::string_view notes_begin =
    "<!-- Notes BEGIN: You can edit here. Add \"## Notes\" headline if not already present. -->\n";
constexpr std::string_view notes_end = "<!-- Notes END: Do not edit below this line -->\n";
constexpr std::string_view no_notes = "\n\n";
constexpr std::string_view added_key = "\naddedAt: ";

std::string replaced(std::string_view text, std::string_view these, char with) {
  std::string out(text);
  for (char& c : out) {
    if (these.find(c) != std::string_view::npos) c = with;
  }
  return out;
}

// In a table row a bar would end the cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string notes_of(const library::PageFacts& facts) {
  if (facts.notes.empty() && facts.pairing.empty()) return std::string(no_notes);
  std::string out = "## Notes\n\n";
  auto paragraph = [&](std::string_view text) {
    out += text;
    if (!text.ends_with('\n')) out += '\n';
    out += '\n';
  };
  if (!facts.notes.empty()) paragraph(facts.notes);
  if (!facts.pairing.empty()) {
    out += "### Pairing\n";
    paragraph(facts.pairing);
  }
  return out;
}

std::string picture(const Subject& s) {
  if (!s.facts.picture.empty()) return s.facts.picture;
  return replaced(s.definition.model, "/: ", '-') + ".png";
}

std::string other_names(const Subject& s) {
  if (s.white_label) return {};
  std::string out;
  for (const library::WhiteLabel& label : s.definition.white_labels) {
    if (!label.matches.empty()) continue;  // has a page of its own
    if (!out.empty()) out += ", ";
    out += fmt::format("{} {}", label.vendor.empty() ? s.vendor() : label.vendor, label.model);
    if (!label.description.empty()) out += fmt::format(" ({})", label.description);
  }
  return out;
}

void describe(std::vector<Expose>& exposes, const library::PageFacts& facts) {
  for (Expose& e : exposes) {
    if (e.is_thing()) describe(e.features, facts);
    const auto text = facts.descriptions.find(e.property.empty() ? e.name : e.property);
    if (text != facts.descriptions.end()) e.description = text->second;
  }
}

}  // namespace

std::string_view Subject::vendor() const {
  if (white_label && !white_label->vendor.empty()) return white_label->vendor;
  return facts.vendor.empty() ? std::string_view(definition.vendor) : std::string_view(facts.vendor);
}
std::string_view Subject::model() const { return white_label ? white_label->model : definition.model; }
std::string_view Subject::description() const {
  return white_label && !white_label->description.empty() ? white_label->description : definition.description;
}

std::string file_name(std::string_view model) { return replaced(model, "/| :", '_') + ".md"; }

std::string exposes_summary(const std::vector<Expose>& exposes) {
  std::vector<std::string> names;
  for (const Expose& e : exposes) {
    std::string name = e.name;
    if (e.is_thing()) {
      name = std::string(type_name(e.type)) + " (";
      for (const Expose& f : e.features) name += (&f == &e.features[0] ? "" : ", ") + f.name;
      name += ")";
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

Kept keep_from(std::string_view earlier) {
  Kept out;
  const auto front_end = earlier.find("\n---\n", 3);
  const auto added = earlier.find(added_key);
  if (front_end != std::string_view::npos && added < front_end) {
    const auto start = added + added_key.size();
    out.added = earlier.substr(start, earlier.find('\n', start) - start);
  }
  const auto begin = earlier.find(notes_begin);
  const auto end = earlier.find(notes_end);
  if (begin != std::string_view::npos && end != std::string_view::npos && begin < end) {
    const std::string_view notes = earlier.substr(begin + notes_begin.size(), end - begin - notes_begin.size());
    if (notes.find_first_not_of(" \r\n") != std::string_view::npos) out.notes = notes;
  }
  return out;
}

std::string page(const Subject& s, const Kept& kept) {
  const std::string name = fmt::format("{} {}", s.vendor(), s.model());
  std::vector<Expose> exposes = s.definition.exposes(nullptr, {});
  describe(exposes, s.facts);

  std::string out = "---\n";
  out += fmt::format("title: \"{} control via MQTT\"\n", name);
  out += fmt::format("description: \"Integrate your {} via Zigbee2MQTT with whatever smart home infrastructure you are "
                     "using without the vendor's bridge or gateway.\"\n", name);
  if (const std::string& added = s.facts.added.empty() ? kept.added : s.facts.added; !added.empty()) {
    out += fmt::format("addedAt: {}\n", added);
  }
  out +=
      "pageClass: device-page\n"
      "---\n\n"
      "<!-- !!!! -->\n"
      "<!-- ATTENTION: This file is auto-generated through docgen! -->\n"
      "<!-- You can only edit the \"Notes\"-Section between the two comment lines \"Notes BEGIN\" and \"Notes END\". -->\n"
      "<!-- Do not use h1 or h2 heading within \"## Notes\"-Section. -->\n"
      "<!-- !!!! -->\n\n";
  out += fmt::format("# {}\n\n", name);
  out += "|     |     |\n|-----|-----|\n";
  out += fmt::format("| Model | {}  |\n", cell(s.model()));
  out += fmt::format("| Vendor  | [{}](/supported-devices/#v={})  |\n", s.vendor(), replaced(s.vendor(), " ", '+'));
  out += fmt::format("| Description | {} |\n", cell(s.description()));
  out += fmt::format("| Exposes | {} |\n", exposes_summary(exposes));
  out += fmt::format("| Picture | ![{}](https://www.zigbee2mqtt.io/images/devices/{}) |\n", name, picture(s));
  if (const std::string others = other_names(s); !others.empty()) out += fmt::format("| White-label | {} |\n", cell(others));
  out += "\n\n";
  out += notes_begin;
  out += kept.notes.empty() ? notes_of(s.facts) : kept.notes;
  out += notes_end;
  out += "\n\n";
  if (s.definition.ota) {
    out += "## OTA updates\nThis device takes new firmware over the air; see [OTA updates](../guide/usage/ota_updates.md).\n\n";
  }
  out += options_section(s.definition.options);
  out += "\n\n";
  out += exposes_section(s.definition, exposes);
  return out;
}

}  // namespace waggle::docs
