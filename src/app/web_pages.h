// The web pages as the settings want them, and where on this computer their files are.
#pragma once

#include <memory>
#include <string>

#include "settings/settings.h"
#include "web/frontend.h"

namespace waggle::app {

/// Null when they are not wanted or cannot be served; the log says why. The bridge goes on without them.
std::unique_ptr<web::Frontend> open_web_pages(io::Loop& loop, const settings::Settings& settings, bridge::Window& window);

/// The folder of a package of pages, such as "zigbee2mqtt-windfront": beside the program, or where packages of
/// Debian put it. Empty when it is nowhere; WAGGLE_WEB names another place to look first.
std::string find_pages(std::string_view package);

}  // namespace waggle::app
