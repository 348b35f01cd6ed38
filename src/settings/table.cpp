#include "settings/table.h"

#include <algorithm>

#include "core/json.h"
#include "settings/path.h"
#include "settings/yaml_editor.h"

namespace waggle::settings {
namespace {

using enum Setting::Flag;

constexpr Setting row(std::string_view path, Kind kind, Initial initial = {}) {
  Setting out;
  out.path = path;
  out.kind = kind;
  out.initial = initial;
  return out;
}
constexpr Setting section(std::string_view path) { return row(path, Kind::section); }
constexpr Setting boolean(std::string_view path, Initial initial = {}) { return row(path, Kind::boolean, initial); }
constexpr Setting number(std::string_view path, Initial initial = {}) { return row(path, Kind::number, initial); }
constexpr Setting text(std::string_view path, Initial initial = {}) { return row(path, Kind::text, initial); }
constexpr Setting texts(std::string_view path, Initial initial = {}) { return row(path, Kind::texts, initial); }

constexpr Initial json(std::string_view text) { return Initial::json(text); }

// Patterns as code: std::regex recurses once per character, which a long line from outside could use
// to end the program.
constexpr bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool starts_with_slash(std::string_view text) { return text.starts_with('/'); }
bool is_address(std::string_view text) {
  return text.size() == 18 && text.starts_with("0x") && std::all_of(text.begin() + 2, text.end(), is_word);
}
bool is_group_key(std::string_view text) {
  return !text.empty() && is_word(text[0]) && text.find_first_of("\r\n") == std::string_view::npos;
}
bool is_log_namespace(std::string_view text) {
  const std::string_view head = text.substr(0, text.find(':'));
  if (head != "z2m" && head != "zhc" && head != "zh") return false;
  bool in_part = true;
  for (const char c : text.substr(head.size())) {
    const bool part = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!part && (c != ':' || !in_part)) return false;
    in_part = part;
  }
  return in_part;
}

constexpr std::string_view adapters[] = {"auto", "deconz", "zstack", "zigate", "ezsp", "ember", "zboss", "zoh"};
constexpr std::string_view log_levels[] = {"error", "warning", "info", "debug"};
constexpr std::string_view log_outputs[] = {"console", "file", "syslog"};
constexpr std::string_view last_seen_forms[] = {"disable", "ISO_8601", "ISO_8601_local", "epoch"};
constexpr std::string_view outputs[] = {"attribute_and_json", "attribute", "json"};
constexpr std::string_view frontends[] = {"zigbee2mqtt-windfront", "zigbee2mqtt-frontend"};
constexpr std::string_view off_states[] = {"all_members_off", "last_member_state"};
constexpr int qos_levels[] = {0, 1, 2};

// clang-format off

constexpr Setting program_rows[] = {
  number("version", 5).with(unlisted).not_in_schema()
    .says("Which generation of this file it is; older files are brought up to date at start."),
  boolean("onboarding").with(unlisted)
    .says("Left behind by a first start of Zigbee2MQTT that was not finished."),

  section("homeassistant").with(lists_required).called("Home Assistant integration")
    .says("Tells Home Assistant of every device (MQTT discovery)."),
  boolean("homeassistant.enabled", false).with(restart).called("Enabled")
    .says("Announce devices to Home Assistant. Needs `advanced.cache_state` and `advanced.output: json`."),
  text("homeassistant.discovery_topic", "homeassistant").with(restart).called("Homeassistant discovery topic")
    .says("Where Home Assistant listens for announcements.").such_as(R"(["homeassistant"])"),
  text("homeassistant.status_topic", "homeassistant/status").with(restart).called("Home Assistant status topic")
    .says("Where Home Assistant says that it has started.").such_as(R"(["homeassistant/status"])"),
  boolean("homeassistant.legacy_action_sensor", false).with(restart).called("Home Assistant legacy action sensors")
    .says("Announce a sensor for actions too, and publish an empty action after each."),
  boolean("homeassistant.experimental_event_entities", false).with(restart).called("Home Assistant experimental event entities")
    .says("Announce actions as event entities. Their form may still change."),
  boolean("homeassistant.device_discovery").with(restart).with(nullable).called("Home Assistant device discovery")
    .says("One message for all entities of a device, for Home Assistant 2024.12 and later."),

  section("availability").with(lists_required).called("Availability")
    .says("Tells which devices can be reached."),
  boolean("availability.enabled", false).with(restart).called("Enabled")
    .says("Watch devices and publish whether they are online."),
  section("availability.active").with(restart).called("Active")
    .says("For devices with mains power; they are asked when they have been silent."),
  number("availability.active.timeout", 10).with(restart).with(must_be_there).from(1).called("Timeout")
    .says("Minutes of silence after which a device is asked, and offline when it does not answer."),
  number("availability.active.max_jitter", 30000).from(1000).called("Max jitter")
    .says("Up to so many milliseconds are added to the time-out, so that devices are not all asked at once."),
  boolean("availability.active.backoff", true).called("Backoff")
    .says("Ask a device that does not answer less and less often (1.5, 3, 6, 12 … times the time-out)."),
  number("availability.active.pause_on_backoff_gt", 0).from(0).called("Pause on backoff greater than")
    .says("Stop asking above this multiple until the device is heard again; 0 never stops."),
  section("availability.passive").with(restart).called("Passive")
    .says("For devices with batteries; they are only listened to."),
  number("availability.passive.timeout", 1500).with(restart).with(must_be_there).from(1).called("Timeout")
    .says("Minutes of silence after which a device is offline."),

  section("mqtt").with(must_be_there).called("MQTT"),
  text("mqtt.base_topic", "zigbee2mqtt").with(restart).called("Base topic")
    .says("First part of every topic.").such_as(R"(["zigbee2mqtt"])"),
  text("mqtt.server").with(restart).with(must_be_there).with(in_other_file).called("MQTT server")
    .says("The broker: `mqtt://host:port`, or `mqtts://` for TLS.").such_as(R"(["mqtt://localhost:1883"])"),
  number("mqtt.keepalive", 60).with(restart).called("Keepalive")
    .says("Seconds between signs of life to the broker."),
  text("mqtt.ca").with(restart).called("Certificate authority")
    .says("File of the certificates that the broker's is checked against.").such_as(R"(["/etc/ssl/mqtt-ca.crt"])"),
  text("mqtt.key").with(restart).called("SSL/TLS key")
    .says("File of the key to `cert`.").such_as(R"(["/etc/ssl/mqtt-client.key"])"),
  text("mqtt.cert").with(restart).called("SSL/TLS certificate")
    .says("File of the certificate shown to the broker.").such_as(R"(["/etc/ssl/mqtt-client.crt"])"),
  text("mqtt.user").with(restart).with(in_other_file).called("User")
    .says("User name at the broker.").such_as(R"(["johnnysilverhand"])"),
  text("mqtt.password").with(restart).with(hidden).with(in_other_file).called("Password")
    .says("Password at the broker.").such_as(R"(["ILOVEPELMENI"])"),
  text("mqtt.client_id").with(restart).called("Client ID")
    .says("Name under which the broker knows this client.").such_as(R"(["MY_CLIENT_ID"])"),
  boolean("mqtt.reject_unauthorized", true).with(restart).called("Reject unauthorized")
    .says("Refuse a broker whose certificate cannot be verified, a self-signed one for example."),
  text("mqtt.server_name").with(restart).called("TLS server name (SNI)")
    .says("Name to ask and check for in TLS where it is not the host in `server`.").such_as(R"(["mqtt.example.com"])"),
  boolean("mqtt.include_device_information", false).called("Include device information")
    .says("Add a `device` object to each state that is published."),
  number("mqtt.version", 4).with(restart).with(nullable).called("Version")
    .says("MQTT protocol: 3, 4 (3.1.1) or 5.").such_as("[5]"),
  boolean("mqtt.force_disable_retain", false).with(restart).called("Force disable retain")
    .says("Never ask the broker to retain. For brokers that cannot; Home Assistant needs retained messages."),
  number("mqtt.maximum_packet_size", 1048576).with(restart).from(20).to(268435456).called("Maximum packet size")
    .says("Largest message, in octets, that the broker may send us (MQTT 5). The broker has its own limit the other way."),

  section("serial").called("Serial"),
  text("serial.port").with(restart).with(nullable).called("Port")
    .says("Where the radio is: a device file, `tcp://host:port` or `mdns://service`. Looked for on USB when missing.").such_as(R"(["/dev/ttyACM0"])"),
  boolean("serial.disable_led", false).with(restart).called("Disable led")
    .says("Switch the radio's lamp off, where it has one that can be."),
  text("serial.adapter").with(restart).one_of(adapters).called("Adapter")
    .says("The protocol that the radio speaks. Found out by asking when missing or `auto`."),
  number("serial.baudrate").with(restart).called("Baudrate")
    .says("Speed of the serial port; what the firmware was built for, mostly 115200.").such_as("[115200, 921600, 460800, 230400, 57600, 38400]"),
  boolean("serial.rtscts").with(restart).called("RTS / CTS")
    .says("Hardware flow control on the serial port."),

  texts("blocklist", json("[]")).with(restart).not_in_schema().called("Blocklist")
    .says("Addresses of devices that may not join, and are removed."),
  texts("passlist", json("[]")).with(restart).not_in_schema().called("Passlist")
    .says("If not empty, the only addresses that may join. Every other device is removed."),

  section("map_options").called("Networkmap"),
  section("map_options.graphviz"),
  section("map_options.graphviz.colors"),
  section("map_options.graphviz.colors.fill"),
  text("map_options.graphviz.colors.fill.enddevice", "#fff8ce"),
  text("map_options.graphviz.colors.fill.coordinator", "#e04e5d"),
  text("map_options.graphviz.colors.fill.router", "#4ea3e0"),
  section("map_options.graphviz.colors.font"),
  text("map_options.graphviz.colors.font.enddevice", "#000000"),
  text("map_options.graphviz.colors.font.coordinator", "#ffffff"),
  text("map_options.graphviz.colors.font.router", "#ffffff"),
  section("map_options.graphviz.colors.line"),
  text("map_options.graphviz.colors.line.active", "#009900"),
  text("map_options.graphviz.colors.line.inactive", "#994444"),

  section("ota").called("OTA updates"),
  number("ota.update_check_interval", 1440).from(1).called("Update check interval")
    .says("Minutes between two looks for new firmware for one device, however often it asks."),
  boolean("ota.disable_automatic_update_check", false).called("Disable automatic update check")
    .says("Do not look for new firmware when a device asks; only when you do."),
  text("ota.zigbee_ota_override_index_location").with(restart).with(nullable).called("OTA index override file name")
    .says("File or address of an index of your own, looked into first.").such_as(R"(["index.json"])"),
  number("ota.image_block_request_timeout", 150000).from(10000).to(2147483647).called("Image block request timeout")
    .says("Milliseconds to wait for a device's next request during an update. Raise it for slow devices."),
  number("ota.image_block_response_delay", 250).from(50).called("Image block response delay")
    .says("Least milliseconds between two blocks of an update, to leave air to others."),
  number("ota.default_maximum_data_size", 50).from(10).to(100).called("Default maximum data size")
    .says("Octets in a block of an update, unless the device needs another size."),

  section("frontend").with(lists_required).called("Frontend"),
  boolean("frontend.enabled", false).with(restart).called("Enabled")
    .says("Serve the web pages."),
  text("frontend.package", "zigbee2mqtt-windfront").with(restart).one_of(frontends).called("Package")
    .says("Which web pages."),
  number("frontend.port", 8080).with(restart).called("Port")
    .says("TCP port of the web pages; not used with a unix socket."),
  text("frontend.host").with(restart).with(nullable).called("Bind host")
    .says("Address to listen on; an absolute path is a unix socket.").such_as(R"(["127.0.0.1", "::1", "/run/zigbee2mqtt/zigbee2mqtt.sock"])"),
  text("frontend.auth_token").with(restart).with(nullable).with(hidden).with(in_other_file).called("Auth token")
    .says("What users must enter; anybody may in when missing."),
  text("frontend.url").with(restart).with(nullable).called("URL")
    .says("Where users reach the pages; Home Assistant links to it."),
  text("frontend.ssl_cert").with(restart).with(nullable).called("Certificate file path")
    .says("File of the certificate for https; `ssl_key` is needed too."),
  text("frontend.ssl_key").with(restart).with(nullable).called("key file path")
    .says("File of the key for https; `ssl_cert` is needed too."),
  text("frontend.base_url", "/").with(restart).like(R"(^\/.*)", starts_with_slash).called("Base URL")
    .says("Path under which the pages are served, `/z2m` behind a proxy for example."),
  texts("frontend.notification_filter").called("Notification Filter")
    .says("Regular expressions; log lines that match one are not shown as notifications."),
  boolean("frontend.disable_ui_serving").with(restart).with(nullable).called("Disable UI serving")
    .says("Serve only the web socket, not the pages."),
  boolean("frontend.metrics").with(restart).with(nullable).called("Metrics")
    .says("Serve `/metrics` for Prometheus beside the pages; with the token, if there is one."),

  row("devices", Kind::devices, json("{}")).not_in_schema().like(R"(^0x[\d\w]{16}$)", is_address)
    .says("Devices and their options by address; or the names of files that hold them."),
  row("groups", Kind::groups, json("{}")).not_in_schema().like(R"(^[\w].*$)", is_group_key)
    .says("Groups and their options by number; or the names of files that hold them."),
  row("device_options", Kind::any_map, json("{}")).not_in_schema().called("Options that are applied to all devices"),

  section("advanced").called("Advanced"),
  boolean("advanced.log_rotation", true).with(restart).called("Log rotation")
    .says("Start a new log file when one is full."),
  boolean("advanced.log_console_json", false).with(restart).called("Console json log")
    .says("Log to the console as JSON."),
  boolean("advanced.log_symlink_current", false).with(restart).called("Log symlink current")
    .says("Keep a link `current` to the folder of this run's log."),
  texts("advanced.log_output", json(R"(["console", "file"])")).with(restart).one_of(log_outputs).called("Log output")
    .says("Where the log goes; nowhere when empty."),
  text("advanced.log_directory").with(restart).called("Log directory")
    .says("Folder of the log files; `%TIMESTAMP%` is the time of the start.").such_as(R"(["data/log/%TIMESTAMP%"])"),
  text("advanced.log_file", "log.log").with(restart).called("Log file")
    .says("Name of the log file; may hold `%TIMESTAMP%`.").such_as(R"(["zigbee2mqtt_%TIMESTAMP%.log"])"),
  text("advanced.log_level", "info").one_of(log_levels).called("Log level")
    .says("Least important messages that are logged."),
  row("advanced.log_namespaced_levels", Kind::words, json("{}")).one_of(log_levels)
    .like("^(z2m|zhc|zh)(:[a-z0-9]{1,})*$", is_log_namespace).called("Log Namespaced Levels")
    .says("Other levels for parts of the program.").such_as(R"([{"z2m:mqtt": "warning"}, {"zh:ember:uart:ash": "info"}])"),
  boolean("advanced.log_debug_to_mqtt_frontend", false).with(restart).called("Log debug to MQTT and frontend")
    .says("Send debug messages to MQTT and the web pages too. Costs time."),
  text("advanced.log_debug_namespace_ignore", "").called("Log debug namespace ignore")
    .says("Regular expression of the parts whose debug messages are dropped.")
    .such_as(R"j(["^zhc:legacy:fz:(tuya|moes)", "^zhc:legacy:fz:(tuya|moes)|^zh:ember:uart:|^zh:controller"])j"),
  number("advanced.log_directories_to_keep", 10).from(5).to(1000).called("Number of past log folders to keep")
    .says("Older log folders are deleted."),
  row("advanced.log_syslog", Kind::nothing_or_section, json("{}")).with(restart).not_in_schema()
    .choices("syslog (disabled)", "syslog (enabled)")
    .says("Where the system log is, when `log_output` names `syslog`."),
  text("advanced.log_syslog.host").in_schema("localhost").called("Host").says("Host of the system log."),
  number("advanced.log_syslog.port").in_schema(514).called("Port").says("Its port."),
  text("advanced.log_syslog.protocol").in_schema("udp4").called("Protocol")
    .says("How to reach it: tcp4, udp4, tls4, unix, unix-connect …").such_as(R"(["udp4", "tls4", "unix", "unix-connect"])"),
  text("advanced.log_syslog.path").in_schema("/dev/log").called("Path")
    .says("Its socket, when it is on this machine.").such_as(R"(["/var/run/syslog"])"),
  text("advanced.log_syslog.pid").in_schema("process.pid").called("PID")
    .says("Process number to name; our own when missing."),
  text("advanced.log_syslog.localhost").in_schema("localhost").called("Localhost")
    .says("Host name to name."),
  text("advanced.log_syslog.type").in_schema("5424").called("Type")
    .says("Form of the messages: BSD or 5424."),
  text("advanced.log_syslog.app_name").in_schema("Zigbee2MQTT").called("Localhost")
    .says("Program name to name."),
  text("advanced.log_syslog.eol").in_schema("/n").called("eol")
    .says("What ends a message."),
  row("advanced.pan_id", Kind::text_or_number, 0x1a62).with(restart).from(1).to(65534)
    .choices("Pan ID (string)", "Pan ID (number)").called("Pan ID")
    .says("PAN id of the network; GENERATE makes one. Devices must join again after a change."),
  row("advanced.ext_pan_id", Kind::text_or_numbers, json("[221, 221, 221, 221, 221, 221, 221, 221]")).with(restart).of_octets(8)
    .choices("Extended pan ID (string)", "Extended pan ID (array)").called("Ext Pan ID")
    .says("Extended PAN id of the network, 8 octets; GENERATE makes one. Devices must join again after a change."),
  number("advanced.channel", 11).with(restart).from(11).to(26).called("Zigbee channel")
    .says("Radio channel. 11, 15, 20 and 25 are open to all devices; some must join again after a change.").such_as("[15, 20, 25]"),
  number("advanced.adapter_concurrent").with(restart).with(nullable).from(1).to(64).in_schema(nullptr).called("Adapter concurrency")
    .says("How many requests the radio is given at once; what suits it when missing."),
  number("advanced.adapter_delay").with(restart).with(nullable).from(0).to(1000).in_schema(nullptr).called("Adapter delay")
    .says("Milliseconds between two requests to the radio."),
  boolean("advanced.cache_state", true).called("Cache state")
    .says("Publish all that is known of a device, not only what has changed. Home Assistant needs it."),
  boolean("advanced.cache_state_persistent", true).called("Persist cache state")
    .says("Keep that over a restart."),
  boolean("advanced.cache_state_send_on_startup", true).called("Send cached state on startup")
    .says("Publish it all at start."),
  text("advanced.last_seen", "disable").one_of(last_seen_forms).called("Last seen")
    .says("Add the time at which a device was last heard to its state, in this form."),
  boolean("advanced.elapsed", false).called("Elapsed")
    .says("Add the milliseconds since its last message to a device's state."),
  row("advanced.network_key", Kind::text_or_numbers, json("[1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13]"))
    .with(restart).with(hidden).with(in_other_file).of_octets(16).choices("Network key(string)", "Network key(array)").called("Network key")
    .says("Key of the network, 16 octets; GENERATE makes one. Devices must join again after a change."),
  text("advanced.timestamp_format", "YYYY-MM-DD HH:mm:ss").with(restart).called("Timestamp format")
    .says("How the log writes time: YYYY, MM, DD, HH, mm, ss, SSS and the like.").such_as(R"(["YYYY-MM-DD HH:mm:ss.SSS"])"),
  number("advanced.transmit_power").with(restart).with(nullable).from(-128).to(127).called("Transmit power")
    .says("Power of the radio in dBm; 20 is the most that many can."),
  text("advanced.output", "json").one_of(outputs).called("MQTT output type")
    .says("How states are published: as one JSON message, as a topic for each attribute, or both. Home Assistant needs JSON."),
  boolean("advanced.enable_external_js", true).with(restart).called("Enable external JS")
    .says("Allow extensions and converters of your own. Leave it off when you have none."),

  section("health").with(lists_required).called("Health").says("Publishes how the program is doing."),
  number("health.interval", 10).with(restart).from(1).called("Interval")
    .says("Minutes between two reports."),
  boolean("health.reset_on_check", false).called("Reset on check")
    .says("Start counting anew after each report."),
};

constexpr Setting device_rows[] = {
  text("friendly_name").with(must_be_there).with(read_only).called("Friendly name")
    .says("The device's name, in its topic too; its address when never renamed."),
  boolean("retain").in_schema(false).called("Retain").says("Ask the broker to retain this device's state."),
  boolean("disabled").with(restart).called("Disabled")
    .says("Leave the device out of network scans, availability and the state of groups."),
  number("retention").called("Retention")
    .says("Seconds after which the broker forgets a retained state. Needs `mqtt.version: 5`."),
  number("qos").with(type_as_list).one_of(qos_levels).called("QoS").says("MQTT quality of service of this device's messages."),
  number("throttle").with(restart).called("Throttle")
    .says("Least seconds between two messages; what comes in between is not published."),
  number("debounce").with(restart).called("Debounce")
    .says("Seconds to wait for more before publishing, all in one message."),
  texts("debounce_ignore").such_as(R"(["action"])").called("Ignore debounce")
    .says("Properties of which no value may be lost while waiting."),
  boolean("optimistic").in_schema(true).called("Optimistic")
    .says("Publish what was set as the new state, without waiting for the device to report it."),
  texts("filtered_attributes").such_as(R"(["^temperature$", "^battery$", "^action$"])").called("Filtered publish attributes")
    .says("Regular expressions of properties that are not published."),
  texts("filtered_cache").such_as(R"(["^input_actions$"])").called("Filtered attributes from cache")
    .says("Regular expressions of properties that are not remembered, and so published only when they come."),
  texts("filtered_optimistic").such_as(R"j(["^color_(mode|temp)$", "color"])j").called("Filtered optimistic attributes")
    .says("Regular expressions of properties that are not published on being set."),
  boolean("queue").called("Queue")
    .says("Keep what is set while the device does not answer, and send it when the device is heard. Without this: devices on "
          "a battery only. `true` also keeps from sending to a device that is known to be asleep."),
  number("queue_expiry", 86400).from(1).called("Queue expiry").says("Seconds for which that is kept."),
  text("icon").called("Icon")
    .says("Picture on the web pages: an address, or a file in `device_icons`."),
  section("homeassistant").with(nullable).called("Home Assistant"),
  text("homeassistant.name").with(nullable).called("Home Assistant name").says("Name in Home Assistant."),
  boolean("disable_automatic_update_check").in_schema(false).called("Disable automatic update check")
    .says("Do not look for new firmware when this device asks; only when you do."),
  row("availability", Kind::anything).with(unlisted)
    .says("`true` or `false` to watch this device or not, or a map with a `timeout` of its own."),
  text("description").with(unlisted).says("What you want to remember about it."),
};

constexpr Setting group_rows[] = {
  text("friendly_name").with(must_be_there),
  boolean("retain").in_schema(false).called("Retain").says("Ask the broker to retain this group's state."),
  boolean("optimistic").in_schema(true).called("Optimistic")
    .says("Publish what was set as the new state of the members."),
  number("qos").with(type_as_list).one_of(qos_levels).called("QoS").says("MQTT quality of service of this group's messages."),
  text("off_state").with(type_as_list).with(restart).in_schema("all_members_off").one_of(off_states).called("Group off state")
    .says("When the group is OFF or CLOSE: once all members are, or as soon as one is."),
  texts("filtered_attributes"),
  section("homeassistant").with(nullable).called("Home Assistant"),
  text("homeassistant.name").with(nullable).called("Home Assistant name").says("Name in Home Assistant."),
  texts("filtered_cache").with(unlisted),
  texts("filtered_optimistic").with(unlisted),
  number("retention").with(unlisted),
  text("icon").with(unlisted),
  text("description").with(unlisted),
};

// clang-format on

consteval bool well_formed(Rows rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bool section_before = rows[i].section().empty();
    for (std::size_t k = 0; k < i; ++k) {
      if (rows[k].path == rows[i].path) return false;
      section_before = section_before || (rows[k].path == rows[i].section() && rows[k].is_section());
    }
    if (!section_before) return false;
  }
  return true;
}
static_assert(well_formed(program_rows) && well_formed(device_rows) && well_formed(group_rows),
              "a path stands twice, or before its section");

}  // namespace

constinit const Rows all_settings = program_rows;
constinit const Rows device_settings = device_rows;
constinit const Rows group_settings = group_rows;

Value Initial::value() const {
  switch (form) {
    case Form::none:
    case Form::null: return {};
    case Form::boolean: return flag;
    case Form::number: return amount;
    case Form::text: return words;
    case Form::json: return json::parse(words).value_or({});
  }
  return {};
}

const Setting* find_setting(std::string_view path, Rows rows) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Setting& s) { return s.path == path; });
  return found == rows.end() ? nullptr : &*found;
}

Object defaults(std::string_view folder) {
  Object out;
  for (const Setting& setting : all_settings) {
    if (setting.path == "advanced.log_directory") {
      yaml_editor::apply(out, {split(setting.path), Value(std::string(folder) + "/log/%TIMESTAMP%")});
    } else if (setting.initial && !setting.is(unlisted)) {
      yaml_editor::apply(out, {split(setting.path), setting.initial.value()});
    }
  }
  return out;
}

}  // namespace waggle::settings
