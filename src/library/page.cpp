#include "library/page.h"

namespace waggle::library {

void PageFacts::read(Options& o) {
  o.read("added", added, "when the device became known, such as 2020-11-01T12:47:02Z");
  o.read("vendor", vendor, "the maker's name as the page spells it");
  o.read("picture", picture, "file name of the picture, when it is not made from the model");
  o.read("notes", notes, "Markdown: what a user should know");
  o.read("pairing", pairing, "Markdown: how the device is made to join");
  std::vector<std::pair<std::string, Value>> texts;
  o.read("descriptions", texts, "texts of properties for the page, instead of the blocks'");
  for (const auto& [property, text] : texts) {
    if (!text.is_string()) o.complain("descriptions", "must be a map from properties to texts");
    descriptions[property] = text.string_or("");
  }
}

PageFacts page_facts(const Value& section) {
  PageFacts out;
  if (section.is_null()) return out;
  Problems none;
  Options options{OptionNode(section), none};
  out.read(options);
  return out;
}

}  // namespace waggle::library
