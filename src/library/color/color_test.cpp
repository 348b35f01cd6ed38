#include "library/color/color.h"

#include <gtest/gtest.h>

namespace waggle::library::color {
namespace {

TEST(Color, GoesFromOneFormToAnotherAndBack) {
  for (const Rgb c : {Rgb{1, 0, 0}, Rgb{0, 1, 0}, Rgb{0, 0, 1}, Rgb{1, 0.5, 0.25}}) {
    const Hsv hsv = hsv_of(c);
    const Rgb back = rgb_of(hsv);
    EXPECT_NEAR(back.red, c.red, 0.01);
    EXPECT_NEAR(back.green, c.green, 0.01);
    EXPECT_NEAR(back.blue, c.blue, 0.01);
  }
  EXPECT_EQ(rounded(hsv_of(Rgb{0, 1, 0}), 0).hue, 120);
  EXPECT_EQ(rounded(hsv_of(Rgb{1, 1, 1}), 0).saturation, 0);
}

TEST(Color, TemperaturesLieOnTheLocus) {
  for (const double mireds : {153.0, 250.0, 370.0, 500.0}) EXPECT_NEAR(mireds_of(xy_of_mireds(mireds)), mireds, mireds * 0.01);
  EXPECT_GT(xy_of_mireds(500).x, xy_of_mireds(153).x);  // warm is redder
}

TEST(Color, IsReadInEveryFormPeopleWrite) {
  auto rgb = [](const Value& value) { return parse(value).value_or({}).rgb; };
  auto hsv = [](const Value& value) { return parse(value).value_or({}).hsv; };
  const auto xy = parse(Object{{"x", 0.3}, {"y", "0.4"}});
  ASSERT_TRUE(xy && xy->xy);
  EXPECT_EQ(xy->xy->y, 0.4);
  for (const Value& red : {Value(Object{{"r", 255}, {"g", 0}, {"b", 0}}), Value(Object{{"rgb", "255,0,0"}}),
                           Value(Object{{"hex", "#FF0000"}}), Value("#ff0000")}) {
    const auto read = rgb(red);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->red, 1);
    EXPECT_EQ(read->green, 0);
  }
  for (const Value& blue : {Value(Object{{"h", 240}, {"s", 100}}), Value(Object{{"hue", 240}, {"saturation", 100}}),
                            Value(Object{{"hsv", "240,100,100"}}), Value(Object{{"hsb", "240,100,100"}}),
                            Value(Object{{"hsl", "240,100,50"}}), Value(Object{{"h", 600}, {"s", 100}, {"v", 100}})}) {
    const auto read = hsv(blue);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->hue, 240);
    EXPECT_EQ(read->saturation, 100);
  }
  EXPECT_FALSE(parse(Object{{"warmth", 3}}));
}

TEST(Color, FormsThatWereShownAreKeptInStep) {
  const Object known{{"color_mode", "color_temp"}, {"color_temp", 370}, {"color", Object{{"x", 0.45}, {"y", 0.41}}}};
  const Object red = synchronise({{"color_mode", "xy"}, {"color", Object{{"x", 0.7}, {"y", 0.3}}}}, known, {153, 500}, true, "");
  EXPECT_EQ(*red.find("color"), Value(Object{{"x", 0.7}, {"y", 0.3}}));
  const double mireds = red.find("color_temp")->number_or(0);
  EXPECT_GE(mireds, 153);
  EXPECT_LE(mireds, 500);
  const Object warm = synchronise({{"color_mode", "color_temp"}, {"color_temp", 250}}, known, {}, true, "");
  EXPECT_EQ(*warm.find("color_temp"), Value(250));
  EXPECT_NEAR(warm.find("color")->find("x")->number_or(0), xy_of_mireds(250).x, 0.0001);
}

TEST(Color, StandsAsGivenWhereStepIsNotWanted) {
  const Object fresh{{"color_temp", 250}};
  EXPECT_EQ(Value(synchronise(fresh, {{"color", Object{{"x", 0.45}, {"y", 0.41}}}}, {}, false, "")), Value(fresh));
}

}  // namespace
}  // namespace waggle::library::color
