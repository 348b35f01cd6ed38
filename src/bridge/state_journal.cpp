#include "bridge/state_journal.h"

#include "core/json.h"
#include "io/journal.h"

namespace waggle::bridge {

void StateChanges::changed(const std::string& id, std::string_view key) {
  const auto known = entities_.find(id);
  if (known == entities_.end()) {
    entities_[id].emplace().emplace(key);
  } else if (known->second) {
    if (!known->second->contains(key)) known->second->emplace(key);
  }
}

std::string StateChanges::line(const States& states) const {
  Object changed;
  Object whole;
  Array removed;
  for (const auto& [id, keys] : entities_) {
    const auto state = states.find(id);
    if (state == states.end()) {
      removed.emplace_back(id);
    } else if (!keys) {
      whole.set(id, state->second);
    } else {
      Object some;
      for (const std::string& key : *keys) {
        if (const Value* value = state->second.find(key)) some.set(key, *value);
      }
      changed.set(id, std::move(some));
    }
  }
  Object out;
  if (!changed.empty()) out.set("changed", std::move(changed));
  if (!removed.empty()) out.set("removed", std::move(removed));
  if (!whole.empty()) out.set("whole", std::move(whole));
  return io::journal_line(json::dump(Value(std::move(out))));
}

std::string StateJournal::first_line(const JournalBase& base) {
  return io::journal_line(json::dump(Value(Object{{"base", base.file}, {"before", base.before}})));
}

std::optional<StateJournal> StateJournal::read(std::string_view text) {
  const io::Journal journal = io::read_journal(text);
  if (journal.lines.empty()) return std::nullopt;
  const auto head = json::parse(journal.lines.front());
  if (!head) return std::nullopt;
  auto number = [&](std::string_view key) {
    const Value* value = head->find(key);
    return value ? value->integer(0, 0xFFFFFFFF) : std::nullopt;
  };
  const auto file = number("base");
  const auto before = number("before");
  if (!file || !before) return std::nullopt;
  StateJournal out;
  out.base = {static_cast<std::uint32_t>(*file), static_cast<std::uint32_t>(*before)};
  out.torn = journal.torn;
  for (std::size_t i = 1; i < journal.lines.size(); ++i) {
    auto change = json::parse(journal.lines[i]);
    if (change) out.changes.push_back(std::move(*change));
  }
  return out;
}

void StateJournal::apply_to(States& states) const {
  for (const Value& change : changes) {
    if (const Value* changed = change.find("changed"); changed && changed->is_object()) {
      for (const auto& [id, values] : changed->object()) {
        if (!values.is_object()) continue;
        for (const auto& [key, value] : values.object()) states[id].set_sorted(key, value);
      }
    }
    if (const Value* whole = change.find("whole"); whole && whole->is_object()) {
      for (const auto& [id, state] : whole->object()) {
        if (state.is_object()) states[id] = state.object();
      }
    }
    if (const Value* removed = change.find("removed"); removed && removed->is_array()) {
      for (const Value& id : removed->array()) {
        if (id.is_string()) states.erase(id.string());
      }
    }
  }
}

}  // namespace waggle::bridge
