// Against what Zigbee2MQTT announces for the same exposes: tests/data/homeassistant/answers.jsonl has definitions that
// show every kind of entity. All of them: node tests/homeassistant/peer.mjs NODE_MODULES > all.jsonl, then
// WAGGLE_ANSWERS=all.jsonl homeassistant_test.
#include <gtest/gtest.h>

#include <cstdlib>

#include "core/json.h"
#include "homeassistant/actions.h"
#include "homeassistant/announcement.h"
#include "homeassistant/answers.h"
#include "homeassistant/names.h"

namespace waggle::homeassistant {
namespace {

TEST(HomeAssistant, AnnouncesWhatZigbee2MqttAnnounces) {
  const char* file = std::getenv("WAGGLE_ANSWERS");
  const auto answers = read_answers(file ? file : "tests/data/homeassistant/answers.jsonl");
  ASSERT_TRUE(answers) << answers.error().text;
  ASSERT_GT(answers->size(), 20u);
  std::size_t equal = 0;
  std::size_t messages = 0;
  for (const Answer& answer : *answers) {
    const std::vector<std::string> found = differences(answer);
    messages += answer.messages.size();
    if (found.empty()) ++equal;
    for (const std::string& line : found) ADD_FAILURE() << answer.vendor << " " << answer.model << ": " << line;
  }
  std::printf("%zu of %zu definitions equal, %zu messages\n", equal, answers->size(), messages);
}

}  // namespace
}  // namespace waggle::homeassistant
