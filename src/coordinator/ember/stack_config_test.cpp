#include "coordinator/ember/stack_config.h"

#include <gtest/gtest.h>

namespace waggle::coordinator::ember {
namespace {

TEST(StackConfig, TakesWhatIsGiven) {
  std::vector<std::string> complaints;
  const StackConfig out = read_stack_config(
      R"({"CONCENTRATOR_RAM_TYPE": "low", "CONCENTRATOR_MIN_TIME": 10, "CONCENTRATOR_MAX_TIME": 120, "MAX_END_DEVICE_CHILDREN": 64,
          "CONCENTRATOR_MAX_HOPS": 5, "TRANSIENT_KEY_TIMEOUT_S": 0, "CCA_MODE": "SIGNAL_AND_RSSI", "else": 1})", complaints);
  EXPECT_TRUE(complaints.empty());
  EXPECT_TRUE(out.low_ram);
  EXPECT_EQ(out.concentrator_min_time, 10);
  EXPECT_EQ(out.concentrator_max_time, 120);
  EXPECT_EQ(out.max_end_device_children, 64);
  EXPECT_EQ(out.max_hops, 5);
  EXPECT_EQ(out.transient_key_timeout, 0);
  EXPECT_EQ(out.cca_mode, 3);
  EXPECT_EQ(out.end_device_poll_timeout, 8);
}

TEST(StackConfig, KeepsItsDefaultsForWhatIsWrong) {
  const std::string_view wrong[] = {
      R"({"CONCENTRATOR_RAM_TYPE": "huge"})", R"({"CONCENTRATOR_MIN_TIME": 0})", R"({"CONCENTRATOR_MAX_TIME": 301})",
      R"({"CONCENTRATOR_MIN_TIME": 60, "CONCENTRATOR_MAX_TIME": 30})", R"({"MAX_END_DEVICE_CHILDREN": 65})",
      R"({"END_DEVICE_POLL_TIMEOUT": "8"})", R"({"CCA_MODE": "LOUD"})", "[]", "{"};
  for (std::string_view text : wrong) {
    std::vector<std::string> complaints;
    EXPECT_EQ(read_stack_config(text, complaints), StackConfig()) << text;
    ASSERT_EQ(complaints.size(), 1u) << text;
    EXPECT_EQ(complaints[0].find("stack_config.json"), 0u);
  }
}

}  // namespace
}  // namespace waggle::coordinator::ember
