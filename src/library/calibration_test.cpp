#include "library/calibration.h"

#include <gtest/gtest.h>

namespace waggle::library {
namespace {

std::vector<std::string> names(const std::vector<Expose>& list) {
  std::vector<std::string> out;
  for (const Expose& e : list) out.push_back(e.name);
  return out;
}

TEST(Calibration, IsOfferedForWhatIsMeasured) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(names(calibration_options(numeric("temperature", Access::state))), (Names{"temperature_calibration", "temperature_precision"}));
  EXPECT_EQ(names(calibration_options(numeric("illuminance", Access::state))), Names{"illuminance_calibration"});  // whole numbers
  EXPECT_EQ(names(calibration_options(numeric("battery", Access::state))), Names{});
  EXPECT_EQ(names(calibration_options(numeric("voltage", Access::state).in("mV"))), Names{});  // of a battery
  EXPECT_EQ(names(calibration_options(text("temperature", Access::state))), Names{});
}

TEST(Calibration, AddsOrMultipliesAndRounds) {
  const std::vector<Expose> exposes{numeric("temperature", Access::state), numeric("power", Access::state),
                                    numeric("humidity", Access::state), numeric("pressure", Access::state)};
  const Calibration calibration(exposes, {{"temperature_calibration", -0.5}, {"temperature_precision", 1},
                                          {"power_calibration", 10}, {"humidity_calibration", "2"}});
  Object payload{{"temperature", 21.268}, {"power", 200}, {"humidity", 40.123}, {"pressure", 1013.26}, {"battery", 33.333}};
  calibration.apply(payload);
  EXPECT_EQ(Value(payload), Value(Object{{"temperature", 20.8}, {"power", 220}, {"humidity", 42.12}, {"pressure", 1013.3}, {"battery", 33.333}}));
}

TEST(Calibration, LeavesAloneWhatIsNoNumber) {
  const Calibration calibration({numeric("temperature", Access::state)}, {{"temperature_calibration", 5}});
  Object payload{{"temperature", nullptr}};
  calibration.apply(payload);
  EXPECT_EQ(Value(payload), Value(Object{{"temperature", nullptr}}));
}

TEST(Calibration, KnowsTheEndpointInTheProperty) {
  Expose left = numeric("power", Access::state);
  set_endpoint(left, "left");
  const Calibration calibration({left}, {{"power_calibration", 50}});
  Object payload{{"power_left", 10}, {"power", 10}};
  calibration.apply(payload);
  EXPECT_EQ(Value(payload), Value(Object{{"power_left", 15}, {"power", 10}}));
}

}  // namespace
}  // namespace waggle::library
