// request/action: any frame to anybody, and what comes back.
#include "house/house.h"

namespace waggle::house {
namespace {

class ActionTest : public testing::Test {
 protected:
  ActionTest() {
    house.start();
    house.join("bedroom lamp");
    address = house.address("bedroom lamp");
    nwk = house.world->air().find("bedroom lamp")->node.nwk.raw;
  }
  Value raw(Object params) {
    params.set("ieee_address", address);
    params.set("network_address", nwk);
    return house.request("action", Object{{"action", "raw"}, {"params", std::move(params)}, {"transaction", 4}});
  }
  static Object zcl(int type, std::string_view command, Value payload) {
    return {{"frame_type", type}, {"direction", 0}, {"command_key", command}, {"payload", std::move(payload)}};
  }
  static std::string octets(const Value& answer) {
    Bytes out;
    const Value* data = answer.find("data", "data");
    const Value* list = data ? data->find("data") : nullptr;
    if (!list) return json::dump(answer);
    for (const Value& octet : list->array()) out.push_back(static_cast<std::uint8_t>(octet.number()));
    return to_hex(out);
  }

  House house;
  std::string address;
  int nwk = 0;
};

TEST_F(ActionTest, SendsACommandAndShowsTheAnswer) {
  const Value answer = raw({{"dst_endpoint", 1}, {"cluster_key", "genOnOff"}, {"zcl", zcl(1, "toggle", Object{})}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("transaction"), Value(4));
  EXPECT_TRUE(octets(answer).ends_with("0b0200")) << octets(answer);  // a default response: toggle, success
  EXPECT_EQ(*answer.find("data", "clusterID"), Value(6));
}

TEST_F(ActionTest, ReadsWithoutADefinition) {
  const Value answer = raw({{"dst_endpoint", 1}, {"cluster_key", 0}, {"zcl", zcl(0, "read", Array{Object{{"attrId", 7}}})}});
  EXPECT_EQ(octets(answer).substr(4), "010700003001") << json::dump(answer);
}

TEST_F(ActionTest, AsksTheDeviceObject) {
  const Value answer = raw({{"profile_id", 0}, {"cluster_key", 5}, {"zdo_params", Array{nwk}}});
  ASSERT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  EXPECT_EQ(*answer.find("data", "status"), Value("SUCCESS"));
  EXPECT_EQ(answer.find("data", "payload")->string().substr(4), "0101") << json::dump(answer);
}

TEST_F(ActionTest, SaysWhatIsWrong) {
  struct Row {
    Object params;
    std::string_view error;
  };
  const Row rows[] = {
      {{}, "Invalid payload: 'zcl' should be an object with frame_type, direction, command_key and payload, not 'undefined'"},
      {{{"dst_endpoint", 1}, {"cluster_key", "genNone"}, {"zcl", zcl(1, "toggle", Object{})}}, "Cluster 'genNone' does not exist"},
      {{{"dst_endpoint", 1}, {"cluster_key", "genOnOff"}, {"zcl", zcl(1, "jump", Object{})}},
       "Invalid payload: 'command_key' should be a command of the cluster, not 'jump'"},
      {{{"dst_endpoint", 0}, {"cluster_key", "genOnOff"}, {"zcl", zcl(1, "on", Object{})}},
       "Invalid payload: 'dst_endpoint' should be a number from 1 to 255, not '0'"},
      {{{"profile_id", 0}, {"cluster_key", 4}, {"zdo_params", Array{1}}}, "simple descriptor request: 'endpoint' is missing"},
      {{{"profile_id", 0}, {"cluster_key", 99}, {"zdo_params", Array{1}}}, "there is no ZDO request 0x0063"},
  };
  for (const Row& row : rows) EXPECT_EQ(*raw(row.params).find("error"), Value(row.error));
  EXPECT_EQ(*house.request("action", Object{{"action", "dance"}}).find("error"), Value("Invalid action"));
  EXPECT_EQ(*house.request("action", Object{}).find("error"), Value("Invalid payload"));
}

TEST_F(ActionTest, CallsLampsOfPhilipsByTheirNumber) {
  const Value answer = house.request("action", Object{{"action", "philips_hue_factory_reset"}, {"params", Object{{"serial_numbers", Array{"12AB34"}}}}});
  EXPECT_EQ(*answer.find("status"), Value("ok")) << json::dump(answer);
  // And the network is served again.
  house.publish(address + "/set", "ON");
  EXPECT_EQ(*house.last(address).find("state"), Value("ON"));
  const Value wrong = house.request("action", Object{{"action", "philips_hue_factory_reset"}, {"params", Object{{"serial_numbers", Array{"xyz"}}}}});
  EXPECT_EQ(*wrong.find("error"), Value("Invalid payload: 'serial_numbers' should be a list of the 6 hexadecimal digits printed on lamps, not 'xyz'"));
}

}  // namespace
}  // namespace waggle::house
