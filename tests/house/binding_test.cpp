// Bindings, the reporting that follows from them, and what devices hold of both.
#include <algorithm>
#include <sstream>

#include "house/homes.h"
#include "house/house.h"
#include "house/print.h"

namespace waggle::house {
namespace {

const std::string home = hue_lamp("lamp", "0x0017880100000001") + std::string(hue_dimmer) + R"(
- name: plug
  model: SP 240
  manufacturer: innr
  manufacturer_code: 0x1166
  ieee: 0x04cd15fffe240001
  endpoints:
    1: {device: 0x010a, inputs: [genBasic, genIdentify, genGroups, genScenes, genOnOff], outputs: [genTime, genOta]}
)";

class Binding : public testing::Test {
 protected:
  Binding() : house(home) {
    house.start();
    for (const std::string name : {"lamp", "dimmer", "plug"}) {
      house.join(name, name);
    }
  }

  Value endpoint(std::string_view device, std::string_view number) const {
    const Value devices = house.last("bridge/devices");
    for (const Value& d : devices.array()) {
      if (*d.find("friendly_name") == Value(device)) return *d.find("endpoints", number);
    }
    return {};
  }
  /// "genOnOff>0x…/1", sorted by when they were made.
  Array bindings(std::string_view device, std::string_view number) const {
    Array out;
    const Value e = endpoint(device, number);
    for (const Value& b : e.find("bindings")->array()) {
      const Value* ieee = b.find("target", "ieee_address");
      out.emplace_back(to_text(*b.find("cluster")) + ">" + to_text(ieee ? *ieee : *b.find("target", "id")));
    }
    return out;
  }
  Array reportings(std::string_view device, std::string_view number) const {
    Array out;
    const Value e = endpoint(device, number);
    for (const Value& r : e.find("configured_reportings")->array()) {
      out.emplace_back(to_text(*r.find("attribute")) + " " + to_text(*r.find("minimum_report_interval")) + " " + to_text(*r.find("maximum_report_interval")));
    }
    return out;
  }
  /// "bind", "configure" and so on: what was sent to a device since `from`.
  std::vector<Bytes> sent(std::string_view device, ClusterId cluster, std::uint64_t from) const {
    std::vector<Bytes> out;
    for (const sim::Frame& frame : house.world->air().history()) {
      if (frame.number > from && frame.direction == "down" && frame.device == device && frame.cluster == cluster) out.push_back(frame.data);
    }
    return out;
  }
  /// Of database.db.
  Value record(std::string_view device) const {
    std::istringstream lines(house.files.content.at("data/database.db"));
    for (std::string line; std::getline(lines, line);) {
      Value row = json::parse(line).value_or(Value());
      if (const Value* ieee = row.find("ieeeAddr"); ieee && *ieee == Value(house.address(device))) return row;
    }
    return {};
  }
  std::string coordinator() const { return to_text(*house.last("bridge/info").find("coordinator", "ieee_address")); }
  Value ask(const std::string& path, Object request) { return house.request(path, Value(std::move(request))); }

  House house;
};

constexpr ClusterId on_off{0x0006};
constexpr ClusterId level{0x0008};

TEST_F(Binding, BindsWhatBothSidesHaveAndMakesTheTargetReport) {
  const std::string lamp = house.address("lamp");
  const Value answer = ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"transaction", 3}});
  EXPECT_EQ(answer, Value(Object{{"transaction", 3},
                                 {"data", Object{{"from", "dimmer"}, {"from_endpoint", "default"}, {"to", "lamp"},
                                                 {"clusters", Array{"genScenes", "genOnOff", "genLevelCtrl"}}, {"failed", Array{}}}},
                                 {"status", "ok"}}));
  const Array bound = bindings("dimmer", "1");
  for (const std::string cluster : {"genScenes", "genOnOff", "genLevelCtrl"}) {
    EXPECT_NE(std::find(bound.begin(), bound.end(), Value(cluster + ">" + lamp)), bound.end()) << cluster;
  }
  EXPECT_EQ(bindings("lamp", "11"), (Array{"genOnOff>" + coordinator(), "genLevelCtrl>" + coordinator()}));
  EXPECT_EQ(reportings("lamp", "11"), (Array{"onOff 0 3600", "currentLevel 5 3600"}));
}

TEST_F(Binding, UnbindingEndsTheReportingThatNothingNeeds) {
  ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}});
  const Value answer = ask("device/unbind", {{"from", "dimmer"}, {"to", "lamp"}, {"clusters", Array{"genLevelCtrl"}}});
  EXPECT_EQ(*answer.find("data", "clusters"), Value(Array{"genLevelCtrl"}));
  EXPECT_EQ(reportings("lamp", "11"), (Array{"onOff 0 3600"}));
  EXPECT_EQ(bindings("lamp", "11"), (Array{"genOnOff>" + coordinator()}));
}

TEST_F(Binding, KeepsReportingWhenToldTo) {
  ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}});
  ask("device/unbind", {{"from", "dimmer"}, {"to", "lamp"}, {"skip_disable_reporting", true}});
  EXPECT_EQ(reportings("lamp", "11"), (Array{"onOff 0 3600", "currentLevel 5 3600"}));
}

TEST_F(Binding, WhatADefinitionWantsForItselfIsSetUpAgain) {
  ask("device/bind", {{"from", "dimmer"}, {"to", "plug"}, {"clusters", Array{"genOnOff"}}});
  const Array before = reportings("plug", "1");
  ask("device/unbind", {{"from", "dimmer"}, {"to", "plug"}, {"clusters", Array{"genOnOff"}}});
  house.wait(5s);
  EXPECT_EQ(reportings("plug", "1"), before);
  EXPECT_NE(std::find(before.begin(), before.end(), Value("onOff 0 65000")), before.end()) << json::dump(Value(before));
}

TEST_F(Binding, BindsToGroupsAndFollowsTheirMembers) {
  ask("group/add", {{"friendly_name", "room"}, {"id", 7}});
  const Value answer = ask("device/bind", {{"from", "dimmer"}, {"from_endpoint", 1}, {"to", "room"}, {"clusters", Array{"genOnOff"}}});
  EXPECT_EQ(*answer.find("data", "from_endpoint"), Value(1));
  EXPECT_EQ(*answer.find("status"), Value("ok"));
  EXPECT_EQ(reportings("lamp", "11"), Array{});
  ask("group/members/add", {{"group", "room"}, {"device", "lamp"}});
  house.wait(3s);
  EXPECT_EQ(reportings("lamp", "11"), (Array{"onOff 0 3600"}));
  ask("group/members/remove", {{"group", "room"}, {"device", "lamp"}});
  house.wait(3s);
  EXPECT_EQ(reportings("lamp", "11"), Array{});
  ask("group/members/add", {{"group", "room"}, {"device", "lamp"}});
  house.wait(3s);
  ask("group/members/remove_all", {{"device", "lamp"}, {"skip_disable_reporting", true}});
  house.wait(3s);
  EXPECT_EQ(reportings("lamp", "11"), (Array{"onOff 0 3600"}));
}

TEST_F(Binding, HasAGroupForThoseWhoHaveNone) {
  const Value answer = ask("device/bind", {{"from", "dimmer"}, {"to", "default_bind_group"}, {"clusters", Array{"genOnOff"}}});
  EXPECT_EQ(*answer.find("data", "to"), Value("default_bind_group"));
  const Array bound = bindings("dimmer", "1");
  EXPECT_NE(std::find(bound.begin(), bound.end(), Value("genOnOff>901")), bound.end());
  EXPECT_EQ(*house.last("bridge/groups").array().at(0).find("friendly_name"), Value("default_bind_group"));
  EXPECT_EQ(*ask("device/unbind", {{"from", "dimmer"}, {"to", 901}, {"clusters", Array{"genOnOff"}}}).find("status"), Value("ok"));
}

TEST_F(Binding, BindsToTheCoordinator) {
  const Value answer = ask("device/bind", {{"from", "dimmer"}, {"from_endpoint", 2}, {"to", "Coordinator"}, {"clusters", Array{"genPowerCfg"}}});
  EXPECT_EQ(*answer.find("data", "clusters"), Value(Array{"genPowerCfg"}));
  const Array bound = bindings("dimmer", "2");
  EXPECT_EQ(std::count(bound.begin(), bound.end(), Value("genPowerCfg>" + coordinator())), 1);
}

TEST_F(Binding, SaysWhatIsWrong) {
  struct Row {
    std::string path;
    Object request;
    std::string error;
  };
  const Row rows[] = {
      {"device/bind", {{"from", "dimmer"}}, "Invalid payload"},
      {"device/bind", {{"from", "nobody"}, {"to", "lamp"}}, "Source device 'nobody' does not exist"},
      {"device/bind", {{"from", "dimmer"}, {"to", "nobody"}}, "Target device or group 'nobody' does not exist"},
      {"device/bind", {{"from", "dimmer"}, {"from_endpoint", "left"}, {"to", "lamp"}}, "Source device 'dimmer' does not have endpoint 'left'"},
      {"device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"to_endpoint", 9}}, "Target device 'lamp' does not have endpoint '9'"},
      {"device/bind", {{"from", "lamp"}, {"to", "plug"}}, "Nothing to bind"},
      {"device/unbind", {{"from", "lamp"}, {"to", "plug"}}, "Nothing to unbind"},
      {"device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"clusters", Array{"genNoSuch"}}}, "Cluster 'genNoSuch' does not exist"},
      {"device/binds/clear", {}, "Invalid payload"},
      {"device/binds/clear", {{"target", "nobody"}}, "Invalid target"},
      {"device/binds/clear", {{"target", "lamp"}, {"ieee_list", Array{"x"}}}, "ieee_list: 'x' is no address such as 0x00124b0012345678"},
  };
  for (const Row& row : rows) {
    const Value answer = ask(row.path, row.request);
    EXPECT_EQ(answer, Value(Object{{"data", Object{}}, {"status", "error"}, {"error", row.error}})) << row.path;
  }
  house.order({{"cmd", "fail"}, {"device", "dimmer"}, {"count", 1}, {"zdo", true}, {"status", 0x8C}});
  const Value half = ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"clusters", Array{"genOnOff", "genLevelCtrl"}}});
  EXPECT_EQ(*half.find("data", "failed"), Value(Array{"genOnOff"}));
  EXPECT_EQ(*half.find("data", "clusters"), Value(Array{"genLevelCtrl"}));
  house.order({{"cmd", "fail"}, {"device", "dimmer"}, {"count", 1}, {"zdo", true}, {"status", 0x8C}});
  EXPECT_EQ(*ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"clusters", Array{"genOnOff"}}}).find("error"), Value("Failed to bind"));
}

TEST_F(Binding, ForgetsAndReadsTheTableOfADevice) {
  ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}, {"clusters", Array{"genOnOff"}}});
  sim::Node& node = house.world->air().find("dimmer")->node;
  const std::size_t own = node.bindings.size();
  const std::string lamp = house.address("lamp");
  EXPECT_EQ(*ask("device/binds/clear", {{"target", "dimmer"}, {"ieee_list", Array{lamp}}}).find("data"), Value(Object{{"target", "dimmer"}, {"ieee_list", Array{lamp}}}));
  EXPECT_EQ(node.bindings.size(), own - 1);
  const Array left = bindings("dimmer", "1");
  EXPECT_EQ(std::count(left.begin(), left.end(), Value("genOnOff>" + lamp)), 0);

  // Somebody else binds it: more than fit into one answer.
  zdo::Binding foreign;
  foreign.source = node.ieee;
  foreign.source_endpoint = EndpointId(1);
  for (const std::uint16_t cluster : std::initializer_list<std::uint16_t>{3, 4, 5, 6, 8}) {
    foreign.cluster_id = ClusterId(cluster);
    foreign.target = house.world->air().find("plug")->node.ieee;
    foreign.target_endpoint = EndpointId(1);
    node.bindings.push_back(foreign);
  }
  EXPECT_EQ(*ask("device/binds/read", {{"id", "dimmer"}}).find("status"), Value("ok"));
  const Array now = bindings("dimmer", "1");
  for (const std::string cluster : {"genIdentify", "genGroups", "genScenes", "genOnOff", "genLevelCtrl"}) {
    EXPECT_EQ(std::count(now.begin(), now.end(), Value(cluster + ">" + house.address("plug"))), 1) << cluster;
  }
  EXPECT_EQ(*ask("device/binds/clear", {{"target", "dimmer"}}).find("data", "ieee_list"), Value(Array{"0xffffffffffffffff"}));
  EXPECT_TRUE(node.bindings.empty());
  EXPECT_EQ(bindings("dimmer", "1"), Array{});
}

TEST_F(Binding, AsksSilentLampsWhatARemoteMadeOfThem) {
  ask("device/bind", {{"from", "dimmer"}, {"to", "lamp"}});
  ask("device/bind", {{"from", "dimmer"}, {"to", "plug"}, {"clusters", Array{"genOnOff"}}});
  house.wait(5s);
  const std::uint64_t from = house.world->air().frames();
  for (int i = 0; i < 3; ++i) {
    house.order({{"cmd", "command"}, {"device", "dimmer"}, {"cluster", "manuSpecificPhilips"}, {"command", "hueNotification"}, {"ep", 2},
                 {"manufacturer", 0x100b}, {"payload", Object{{"button", 2}, {"unknown1", 3145728}, {"type", 0}, {"unknown2", 0}, {"time", 0}, {"unknown3", 0}}}});
    house.wait(300ms);
  }
  house.wait(3s);
  EXPECT_EQ(sent("lamp", level, from).size(), 1u);
  EXPECT_EQ(sent("lamp", on_off, from).size(), 0u);
  // Its maker's plugs report, so they are left in peace.
  EXPECT_EQ(sent("plug", on_off, from).size(), 0u);
}

// Reporting --------------------------------------------------------------------------------------------------

TEST_F(Binding, ConfiguresAndReadsReporting) {
  const Object request{{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}, {"attribute", "currentLevel"},
                       {"minimum_report_interval", 5}, {"maximum_report_interval", 600}, {"reportable_change", 10}};
  EXPECT_EQ(ask("device/reporting/configure", request), Value(Object{{"data", request}, {"status", "ok"}}));
  EXPECT_EQ(reportings("lamp", "11"), (Array{"currentLevel 5 600"}));
  EXPECT_EQ(bindings("lamp", "11"), (Array{"genLevelCtrl>" + coordinator()}));
  EXPECT_EQ(*ask("device/configure_reporting", request).find("status"), Value("ok"));

  const Object question{{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}, {"configs", Array{Object{{"attribute", "currentLevel"}}}}};
  const Value told = ask("device/reporting/read", question);
  EXPECT_EQ(*told.find("data", "configs"), Value(Array{Object{{"status", 0}, {"direction", 0}, {"attrId", 0}, {"dataType", 32},
                                                              {"minRepIntval", 5}, {"maxRepIntval", 600}, {"repChange", 10}}}));
  house.stop();
  const Value record = this->record("lamp");
  EXPECT_EQ(*record.find("endpoints", "11", "configuredReportings"),
            Value(Array{Object{{"cluster", 8}, {"attrId", 0}, {"minRepIntval", 5}, {"maxRepIntval", 600}, {"repChange", 10}}}));
  house.start();
  EXPECT_EQ(reportings("lamp", "11"), (Array{"currentLevel 5 600"}));
}

TEST_F(Binding, BelievesTheDeviceAboutItsReporting) {
  const Object question{{"id", "lamp"}, {"endpoint", "default"}, {"cluster", "genLevelCtrl"},
                        {"configs", Array{Object{{"attribute", "currentLevel"}}, Object{{"attribute", Object{{"ID", 1}, {"type", 33}}}}}}};
  ask("device/reporting/configure", {{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}, {"attribute", "currentLevel"},
                                     {"minimum_report_interval", 5}, {"maximum_report_interval", 600}, {"reportable_change", 10}});
  const network::DevicePtr lamp = house.bridge->network().find(*parse_ieee(house.address("lamp")));
  lamp->find(EndpointId(11))->reportings = {{level, AttributeId(1), 0, 1, 2, 3}};  // it never heard of that
  const Value told = ask("device/reporting/read", question);
  ASSERT_NE(told.find("data", "configs"), nullptr) << json::dump(told);
  EXPECT_EQ(*told.find("data", "configs")->array().at(0).find("status"), Value(0));
  EXPECT_NE(*told.find("data", "configs")->array().at(1).find("status"), Value(0));
  EXPECT_EQ(reportings("lamp", "11"), (Array{"currentLevel 5 600"}));
}

TEST_F(Binding, SaysWhatIsWrongAboutReporting) {
  const Object good{{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}, {"attribute", "currentLevel"},
                    {"minimum_report_interval", 5}, {"maximum_report_interval", 600}, {"reportable_change", 10}};
  struct Row {
    std::string key;
    Value value;
    std::string error;
  };
  const Row rows[] = {
      {"id", "nobody", "Device 'nobody' does not exist"},
      {"endpoint", 9, "Device '0x0017880100000001' does not have endpoint '9'"},
      {"cluster", "genNoSuch", "Cluster 'genNoSuch' does not exist"},
      {"attribute", "nothing", "Invalid attribute 'nothing' for cluster 'genLevelCtrl'"},
      {"minimum_report_interval", "5", "Invalid payload"},
      {"reportable_change", "1", "Invalid payload"},
      {"maximum_report_interval", 70000, "The report intervals are whole seconds from 0 to 65535"},
  };
  for (const Row& row : rows) {
    Object request = good;
    request.set(row.key, row.value);
    EXPECT_EQ(*ask("device/reporting/configure", request).find("error"), Value(row.error)) << row.key;
  }
  EXPECT_EQ(*ask("device/reporting/read", {{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}}).find("error"), Value("Invalid payload"));
  EXPECT_EQ(*ask("device/reporting/read", {{"id", "lamp"}, {"endpoint", 11}, {"cluster", "genLevelCtrl"}, {"configs", Array{}}}).find("error"),
            Value(R"(configs is a list such as [{"attribute": "onOff"}])"));
}

// Groups -----------------------------------------------------------------------------------------------------

TEST_F(Binding, TakesMembershipsOverFromTheDevice) {
  ask("group/add", {{"friendly_name", "room"}, {"id", 7}});
  ask("group/add", {{"friendly_name", "house"}, {"id", 8}});
  ask("group/members/add", {{"group", "room"}, {"device", "lamp"}});
  // Another hand has changed them.
  auto& groups = house.world->air().find("lamp")->memberships(EndpointId(11)).groups;
  groups = {8, 99};
  const Value answer = ask("device/groups/read", {{"id", "lamp"}});
  EXPECT_EQ(*answer.find("data"), Value(Object{{"id", "lamp"}, {"groups", Object{{"11", Array{8, 99}}}}}));
  const Value documents = house.last("bridge/groups");
  EXPECT_EQ(documents.array().at(0).find("members")->array().size(), 0u);
  EXPECT_EQ(*documents.array().at(1).find("members"), Value(Array{Object{{"ieee_address", house.address("lamp")}, {"endpoint", 11}}}));
  EXPECT_EQ(documents.array().size(), 2u);
}

}  // namespace
}  // namespace waggle::house
