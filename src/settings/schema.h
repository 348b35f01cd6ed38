// What the rows of table.h say, for others: a JSON schema for programs, a page for people.
#pragma once

#include <string>

#include "core/value.h"

namespace waggle::settings {

/// JSON schema (draft 7) of configuration.yaml, as bridge/info.config_schema carries it. The web pages
/// build their forms from it, so it has the very structure of Zigbee2MQTT's, `requiresRestart` and all.
Object json_schema();

/// All settings as a page of the documentation, in Markdown.
std::string reference_page();

}  // namespace waggle::settings
