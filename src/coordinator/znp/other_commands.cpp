#include "coordinator/znp/other_commands.h"

#include <algorithm>

namespace waggle::coordinator::znp {
namespace {

constexpr Type req = Type::sreq;
constexpr Type msg = Type::areq;
constexpr Subsystem sys = Subsystem::sys, af = Subsystem::af, zdo = Subsystem::zdo, sapi = Subsystem::sapi,
                    util = Subsystem::util, debug = Subsystem::debug, app = Subsystem::app,
                    app_cnf = Subsystem::app_cnf, gp = Subsystem::green_power;
constexpr std::string_view status = "status:1";
constexpr std::string_view clock = "utc:4 hour:1 minute:1 second:1 month:1 day:1 year:2";
constexpr std::string_view gpio = "p0:1 p1:1 p2:1 p0dir:1 p1dir:1 p2dir:1";

// clang-format off
constexpr OtherRow rows[] = {
    {req, Subsystem::rpc_error, 0x00, "RPC_ERROR", "", "error:1 type_and_subsystem:1 command:1"},

    {req, sys,  0x05, "SYS_RAM_READ",              "address:2 length:1",                          "status:1 value:*"},
    {req, sys,  0x06, "SYS_RAM_WRITE",             "address:2 value:*",                           status},
    {req, sys,  0x0A, "SYS_OSAL_START_TIMER",      "timer:1 timeout:2",                           status},
    {req, sys,  0x0B, "SYS_OSAL_STOP_TIMER",       "timer:1",                                     status},
    {req, sys,  0x0D, "SYS_ADC_READ",              "channel:1 resolution:1",                      "value:2"},
    {req, sys,  0x0E, "SYS_GPIO",                  "operation:1 value:1",                         "value:1"},
    {req, sys,  0x10, "SYS_SET_TIME",              clock,                                         status},
    {req, sys,  0x11, "SYS_GET_TIME",              "",                                            clock},
    {req, sys,  0x15, "SYS_JAMMER_PARAMETERS",     "events:2 noise:1 period:4",                   status},
    {req, sys,  0x16, "SYS_SNIFFER_PARAMETERS",    "parameter:1",                                 status},
    {req, sys,  0x17, "SYS_ZDIAGS_INIT_STATS",     "",                                            status},
    {req, sys,  0x18, "SYS_ZDIAGS_CLEAR_STATS",    "clear_nv:1",                                  "clock:4"},
    {req, sys,  0x19, "SYS_ZDIAGS_GET_STATS",      "attribute:2",                                 "value:4"},
    {req, sys,  0x1A, "SYS_ZDIAGS_RESTORE_STATS",  "",                                            status},
    {req, sys,  0x1B, "SYS_ZDIAGS_SAVE_STATS",     "",                                            "clock:4"},
    {req, sys,  0x36, "SYS_NV_COMPACT",            "threshold:2",                                 status},
    {msg, sys,  0x81, "SYS_OSAL_TIMER_EXPIRED",    "timer:1",                                     ""},
    {msg, sys,  0x82, "SYS_JAMMER_IND",            "state:1",                                     ""},

    {req, af,   0x03, "AF_DATA_REQUEST_SRC_RTG",   "destination:2 endpoint:1 source_endpoint:1 cluster:2 transaction:1 options:1 radius:1 relays:** data:*", status},
    {req, af,   0x11, "AF_DATA_STORE",             "index:2 data:*",                              status},
    {req, af,   0x13, "AF_APSF_CONFIG_SET",        "endpoint:1 delay:1 window:1",                 status},
    {req, af,   0x14, "AF_APSF_CONFIG_GET",        "endpoint:1",                                  "delay:1 window:1 unused:1"},

    {req, zdo,  0x07, "ZDO_COMPLEX_DESC_REQ",      "destination:2 nwk:2",                         status},
    {req, zdo,  0x08, "ZDO_USER_DESC_REQ",         "destination:2 nwk:2",                         status},
    {req, zdo,  0x0A, "ZDO_END_DEVICE_ANNCE",      "nwk:2 ieee:8 capability:1",                   status},
    {req, zdo,  0x0B, "ZDO_USER_DESC_SET",         "destination:2 nwk:2 descriptor:*",            status},
    {req, zdo,  0x0D, "ZDO_END_DEVICE_TIMEOUT_REQ", "parent:2 timeout:2",                         status},
    {req, zdo,  0x20, "ZDO_END_DEVICE_BIND_REQ",   "destination:2 coordinator:2 ieee:8 endpoint:1 profile:2 inputs:** outputs:**", status},
    {req, zdo,  0x23, "ZDO_SET_LINK_KEY",          "nwk:2 ieee:8 key:16",                         status},
    {req, zdo,  0x24, "ZDO_REMOVE_LINK_KEY",       "ieee:8",                                      status},
    {req, zdo,  0x25, "ZDO_GET_LINK_KEY",          "ieee:8",                                      "status:1 ieee:8 key:16"},
    {req, zdo,  0x26, "ZDO_NWK_DISCOVERY_REQ",     "channels:4 duration:1",                       status},
    {req, zdo,  0x27, "ZDO_JOIN_REQ",              "channel:1 pan:2 extended_pan:8 parent:2 depth:1 profile:1", status},
    {req, zdo,  0x28, "ZDO_SEND_DATA",             "nwk:2 transaction:1 command:2 data:*",        status},
    {req, zdo,  0x29, "ZDO_NWK_ADDR_OF_INTEREST",  "destination:2 nwk:2 command:1",               status},
    {req, zdo,  0x30, "ZDO_MGMT_NWK_DISC_REQ",     "destination:2 channels:4 duration:1 start:1", status},
    {req, zdo,  0x35, "ZDO_MGMT_DIRECT_JOIN_REQ",  "destination:2 ieee:8 capability:1",           status},
    {req, zdo,  0x3F, "ZDO_MSG_CB_REMOVE",         "cluster:2",                                   status},
    {req, zdo,  0x42, "ZDO_SEC_ADD_LINK_KEY",      "nwk:2 ieee:8 key:16",                         status},
    {req, zdo,  0x43, "ZDO_SEC_ENTRY_LOOKUP_EXT",  "ieee:8",                                      "status:1 ami:2 key_item:2 option:1"},
    {req, zdo,  0x44, "ZDO_SEC_DEVICE_REMOVE",     "ieee:8",                                      status},
    {req, zdo,  0x46, "ZDO_EXT_ROUTE_CHECK",       "destination:2 state:1 options:1",             status},
    {req, zdo,  0x48, "ZDO_EXT_REMOVE_ALL_GROUP",  "endpoint:1",                                  status},
    {req, zdo,  0x49, "ZDO_EXT_FIND_ALL_GROUPS",   "endpoint:1",                                  "groups:**"},
    {req, zdo,  0x4C, "ZDO_EXT_COUNT_ALL_GROUPS",  "",                                            status},
    {req, zdo,  0x4D, "ZDO_EXT_RX_IDLE",           "flag:1 value:1",                              status},
    {req, zdo,  0x4E, "ZDO_EXT_UPDATE_NWK_KEY",    "destination:2 sequence:1 key:16",             status},
    {req, zdo,  0x4F, "ZDO_EXT_SWITCH_NWK_KEY",    "destination:2 sequence:1",                    status},
    {req, zdo,  0x51, "ZDO_EXT_SEC_APS_REMOVE_REQ", "parent:2 nwk:2 ieee:8",                      status},
    {req, zdo,  0x52, "ZDO_FORCE_CONCENTRATOR",    "",                                            status},
    {req, zdo,  0x53, "ZDO_EXT_SET_PARAMS",        "use_multicast:1",                             status},
    {req, zdo,  0xCC, "ZDO_SET_REJOIN_PARAMETERS", "backoff:4 scan:4",                            status},
    {msg, zdo,  0x41, "ZDO_AUTO_FIND_DESTINATION", "endpoint:1",                                  ""},
    {msg, zdo,  0x87, "ZDO_COMPLEX_DESC_RSP",      "source:2 status:1 nwk:2 descriptor:*",        ""},
    {msg, zdo,  0x88, "ZDO_USER_DESC_RSP",         "source:2 status:1 nwk:2 descriptor:*",        ""},
    {msg, zdo,  0x89, "ZDO_USER_DESC_CONF",        "source:2 status:1 nwk:2",                     ""},
    {msg, zdo,  0xA0, "ZDO_END_DEVICE_BIND_RSP",   "source:2 status:1",                           ""},
    {msg, zdo,  0xB0, "ZDO_MGMT_NWK_DISC_RSP",     "source:2 status:1 networks:...",              ""},
    {msg, zdo,  0xB5, "ZDO_MGMT_DIRECT_JOIN_RSP",  "source:2 status:1",                           ""},
    {msg, zdo,  0xC2, "ZDO_MATCH_DESC_RSP_SENT",   "nwk:2 inputs:** outputs:**",                  ""},
    {msg, zdo,  0xC3, "ZDO_STATUS_ERROR_RSP",      "source:2 status:1",                           ""},
    {msg, zdo,  0xC5, "ZDO_BEACON_NOTIFY_IND",     "beacons:...",                                 ""},
    {msg, zdo,  0xC6, "ZDO_JOIN_CNF",              "status:1 nwk:2 parent:2",                     ""},
    {msg, zdo,  0xC7, "ZDO_NWK_DISCOVERY_CNF",     status,                                        ""},

    {req, sapi, 0x00, "ZB_START_REQUEST",          "",                                            ""},
    {req, sapi, 0x01, "ZB_BIND_DEVICE",            "create:1 command:2 ieee:8",                   ""},
    {req, sapi, 0x02, "ZB_ALLOW_BIND",             "timeout:1",                                   ""},
    {req, sapi, 0x03, "ZB_SEND_DATA_REQUEST",      "destination:2 command:2 handle:1 options:1 radius:1 data:*", ""},
    {req, sapi, 0x07, "ZB_FIND_DEVICE_REQUEST",    "ieee:8",                                      ""},
    {req, sapi, 0x08, "ZB_PERMIT_JOINING_REQUEST", "destination:2 timeout:1",                     status},
    {msg, sapi, 0x09, "ZB_SYSTEM_RESET",           "",                                            ""},
    {msg, sapi, 0x80, "ZB_START_CONFIRM",          status,                                        ""},
    {msg, sapi, 0x81, "ZB_BIND_CONFIRM",           "command:2 status:1",                          ""},
    {msg, sapi, 0x82, "ZB_ALLOW_BIND_CONFIRM",     "source:2",                                    ""},
    {msg, sapi, 0x83, "ZB_SEND_DATA_CONFIRM",      "handle:1 status:1",                           ""},
    {msg, sapi, 0x85, "ZB_FIND_DEVICE_CONFIRM",    "kind:1 nwk:2 ieee:8",                         ""},
    {msg, sapi, 0x87, "ZB_RECEIVE_DATA_INDICATION", "source:2 command:2 length:2 data:...",       ""},

    {req, util, 0x01, "UTIL_GET_NV_INFO",          "",                                            "status:1 ieee:8 channels:4 pan:2 security:1 key:16"},
    {req, util, 0x02, "UTIL_SET_PANID",            "pan:2",                                       status},
    {req, util, 0x03, "UTIL_SET_CHANNELS",         "channels:4",                                  status},
    {req, util, 0x04, "UTIL_SET_SECLEVEL",         "level:1",                                     status},
    {req, util, 0x05, "UTIL_SET_PRECFGKEY",        "key:16",                                      status},
    {req, util, 0x06, "UTIL_CALLBACK_SUB_CMD",     "subsystem:2 action:1",                        status},
    {req, util, 0x07, "UTIL_KEY_EVENT",            "keys:1 shift:1",                              status},
    {req, util, 0x09, "UTIL_TIME_ALIVE",           "",                                            "seconds:4"},
    {req, util, 0x10, "UTIL_TEST_LOOPBACK",        "data:...",                                    "data:..."},
    {req, util, 0x11, "UTIL_DATA_REQ",             "security:1",                                  status},
    {req, util, 0x14, "UTIL_GPIO_SET_DIRECTION",   "port:1 bit:1 direction:1",                    "before:3 after:3"},
    {req, util, 0x15, "UTIL_GPIO_READ",            "",                                            gpio},
    {req, util, 0x16, "UTIL_GPIO_WRITE",           "port:1 bit:1 value:1",                        "before:3 after:3 directions:3"},
    {req, util, 0x20, "UTIL_SRC_MATCH_ENABLE",     "",                                            status},
    {req, util, 0x21, "UTIL_SRC_MATCH_ADD_ENTRY",  "mode:1 address:8 pan:2",                      status},
    {req, util, 0x22, "UTIL_SRC_MATCH_DEL_ENTRY",  "mode:1 address:8 pan:2",                      status},
    {req, util, 0x23, "UTIL_SRC_MATCH_CHECK",      "mode:1 address:8 pan:2",                      status},
    {req, util, 0x24, "UTIL_SRC_MATCH_ACK_ALL",    "option:1",                                    status},
    {req, util, 0x25, "UTIL_SRC_MATCH_CHECK_ALL",  "",                                            "status:1 value:1"},
    {req, util, 0x44, "UTIL_LINK_KEY_DATA_GET",    "ieee:8",                                      "status:1 key:16 sent:4 received:4"},
    {req, util, 0x45, "UTIL_LINK_KEY_NV_ID_GET",   "ieee:8",                                      "status:1 item:2"},
    {req, util, 0x49, "UTIL_ASSOC_FIND_DEVICE",    "number:1",                                    "device:..."},
    {req, util, 0x4B, "UTIL_APSME_REQUEST_KEY",    "ieee:8",                                      status},
    {req, util, 0x4C, "UTIL_SRNG_GEN",             "",                                            "random:..."},
    {msg, util, 0xE0, "UTIL_SYNC_REQ",             "",                                            ""},

    {req, debug, 0x00, "DEBUG_SET_THRESHOLD",      "component:1 threshold:1",                     status},
    {msg, debug, 0x80, "DEBUG_MSG",                "text:*",                                      ""},
    {req, app,  0x00, "APP_MSG",                   "endpoint:1 destination:2 destination_endpoint:1 cluster:2 data:*", status},
    {req, app,  0x01, "APP_USER_TEST",             "endpoint:1 command:2 first:2 second:2",       status},
    {msg, app,  0x80, "APP_USER_TEST_IND",         "data:...",                                    ""},
    {msg, app,  0x81, "APP_ZLL_TL_IND",            "nwk:2 endpoint:1 profile:2 device:2 version:1", ""},
    {req, app_cnf, 0x06, "APP_CNF_BDB_SET_JOIN_USES_INSTALL_CODE_KEY", "value:1",                 status},
    {req, app_cnf, 0x07, "APP_CNF_BDB_SET_DEFAULT_CENTRALIZED_KEY",    "mode:1 key:16",           status},
    {req, app_cnf, 0x09, "APP_CNF_BDB_SET_TC_REQUIRE_KEY_EXCHANGE",    "value:1",                 status},
    {req, gp,   0x03, "GP_SEC_RSP",                "application:1 source:4 ieee:8 endpoint:1 level:1 counter:1 handle:1", status},
};
// clang-format on

}  // namespace

std::span<const OtherRow> other_rows() { return rows; }

const OtherRow* find_other(const UnpiFrame& frame) {
  const Type type = frame.type == Type::srsp ? Type::sreq : frame.type;
  for (const OtherRow& row : rows) {
    if (row.type == type && row.subsystem == frame.subsystem && row.number == frame.command) return &row;
  }
  return nullptr;
}

}  // namespace waggle::coordinator::znp
