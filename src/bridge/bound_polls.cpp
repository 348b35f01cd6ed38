#include "bridge/bound_polls.h"

#include <algorithm>

#include "bridge/color_capabilities.h"
#include "core/log.h"

namespace waggle::bridge {
namespace {

constexpr std::string_view NS = "z2m";
/// Remotes speak in bursts: asked when they have been quiet for so long.
constexpr Millis pause{1000};

constexpr ClusterId on_off{0x0006}, level{0x0008}, scenes{0x0005}, color{0x0300}, philips{0xFC00};

/// A command of a remote; of Philips's notifications also which button it was about.
struct Trigger {
  ClusterId cluster;
  std::string_view command;
  int button = 0;
};
constexpr Trigger changes_level[] = {
    {philips, "hueNotification", 2}, {philips, "hueNotification", 3}, {level, "step"}, {level, "stepWithOnOff"}, {level, "stop"},
    {level, "moveWithOnOff"}, {level, "stopWithOnOff"}, {level, "move"}, {level, "moveToLevelWithOnOff"}, {scenes, "recall"},
};
constexpr Trigger changes_state[] = {
    {level, "stepWithOnOff"}, {level, "moveWithOnOff"}, {level, "stopWithOnOff"}, {level, "moveToLevelWithOnOff"},
    {on_off, "on"}, {on_off, "off"}, {on_off, "offWithEffect"}, {on_off, "toggle"}, {scenes, "recall"},
    {philips, "hueNotification", 1}, {philips, "hueNotification", 4},
};
constexpr Trigger changes_color[] = {{scenes, "recall"}};

/// Makers of lamps that keep silent: Signify, Atmel, Gledopto, Müller Licht, Telink, and Busch-Jaeger.
constexpr std::uint16_t silent_makers[] = {0x100B, 0x1014, 0x124F, 0x121B, 0x1141, 0x112E};
constexpr std::uint16_t silent_color_makers[] = {0x100B, 0x1014, 0x124F, 0x121B, 0x1141};  // Busch-Jaeger has no colors
constexpr std::string_view silent_names[] = {"GLEDOPTO", std::string_view("Trust International B.V.\0", 25)};

struct Poll {
  std::span<const Trigger> triggers;
  ClusterId cluster;  // what is read then
  std::span<const std::uint16_t> makers;
};
constexpr Poll polls[] = {
    {changes_level, level, silent_makers},
    {changes_state, on_off, silent_makers},
    {changes_color, color, silent_color_makers},
};

bool triggers(const Poll& poll, const library::Message& message) {
  return std::any_of(poll.triggers.begin(), poll.triggers.end(), [&](const Trigger& t) {
    return t.cluster == message.cluster() && message.frame.is_command(t.command) &&
           (t.button == 0 || message.frame.uint_or("button", 0) == static_cast<unsigned>(t.button));
  });
}

bool keeps_silent(const Poll& poll, const network::Device& device) {
  const auto code = device.manufacturer_code();
  return (code && std::find(poll.makers.begin(), poll.makers.end(), *code) != poll.makers.end()) ||
         std::find(std::begin(silent_names), std::end(silent_names), device.manufacturer_name()) != std::end(silent_names);
}

}  // namespace

void BoundPolls::on_message(const network::Device& remote, const library::Message& message) {
  if (message.kind != library::Message::command) return;
  std::vector<network::Member> switched;
  auto add = [&](const network::Member& member) {
    if (std::find(switched.begin(), switched.end(), member) == switched.end()) switched.push_back(member);
  };
  for (std::size_t row = 0; row < std::size(polls); ++row) {
    if (!triggers(polls[row], message)) continue;
    if (switched.empty()) {
      for (const network::Endpoint& endpoint : remote.endpoints) {
        for (const network::Binding& b : endpoint.bindings) {
          if (!b.group) add({b.target, b.target_endpoint});
        }
      }
      const network::GroupPtr group = message.group.raw != 0 ? network_.find(message.group) : nullptr;
      if (group) std::for_each(group->members.begin(), group->members.end(), add);
    }
    for (const network::Member& member : switched) {
      const network::DevicePtr device = network_.find(member.device);
      if (!device || device->kind == network::DeviceType::coordinator || !keeps_silent(polls[row], *device)) continue;
      const network::Endpoint* endpoint = device->find(member.endpoint);
      if (!endpoint || !endpoint->has_input(polls[row].cluster)) continue;
      const Question question{member.device, member.endpoint, row};
      Timer& timer = waiting_.try_emplace(question, scheduler_).first->second;
      timer.start(pause, [this, question] { tasks_.spawn("poll", ask(question)); });
    }
  }
}

Task<> BoundPolls::ask(Question question) {
  const network::DevicePtr device = network_.find(question.device);
  if (!device) co_return;
  auto done = co_await read(device, question);
  if (!done) log::error(NS, "Failed to poll {} of {} ({})", zcl::find_standard(polls[question.row].cluster)->name, to_string(question.device), done.error().text);
}

// What it answers goes the way of all that devices say.
Task<Result<>> BoundPolls::read(network::DevicePtr device, Question question) {
  library::Operation read;
  read.kind = library::Operation::Kind::read;
  read.endpoint = question.endpoint;
  read.cluster = polls[question.row].cluster;
  if (read.cluster == color) {
    CO_TRY(const ColorCapabilities can, co_await color_capabilities(network_, device, question.endpoint));
    if (can.xy) read.attributes = {AttributeId(0x0003), AttributeId(0x0004)};
    if (can.temperature) read.attributes.emplace_back(0x0007);
    if (read.attributes.empty()) co_return Result<>{};
  } else {
    read.attributes.emplace_back(0x0000);  // onOff, or currentLevel
  }
  CO_TRY_DO(co_await network_.performer().perform(device, std::move(read)));
  co_return Result<>{};
}

}  // namespace waggle::bridge
