#include "ota/words.h"

namespace waggle::ota {
namespace {

struct Row {
  std::string_view vendor, model;
  std::string_view index_model, index_maker;
};
constexpr std::string_view salus = "Salus Controls", salus_index = "SalusControls", sonoff = "SONOFF";
constexpr Row rows[] = {
    {"GammaTroniques", "TICMeter", "", "GammaTroniques"},
    {"LiXee", "ZLinky_TIC", "", "LiXee"},
    {salus, "FC600", "", salus_index},
    {salus, "OS600", "", salus_index},
    {salus, "PS600", "", salus_index},
    {salus, "RE600", "", salus_index},
    {salus, "SP600", "", salus_index},
    {salus, "SPE600", "", salus_index},
    {salus, "SR600", "", salus_index},
    {salus, "SW600", "", salus_index},
    {salus, "SX885ZB", "", salus_index},
    {salus, "WLS600", "", salus_index},
    {sonoff, "SWV-ZFE", "SWV-ZFE", ""},
    {sonoff, "SWV-ZNE", "SWV-ZFE", ""},
};

}  // namespace

OtherWords other_words(std::string_view vendor, std::string_view model) {
  for (const Row& row : rows) {
    if (row.vendor == vendor && row.model == model) return {std::string(row.index_model), std::string(row.index_maker)};
  }
  return {};
}

}  // namespace waggle::ota
