#include "bench/home.h"

#include <fmt/core.h>
#include <malloc.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "house/configuration.h"

namespace waggle::bench {
namespace {

constexpr std::string_view coordinator_record =
    R"({{"id":1,"type":"Coordinator","ieeeAddr":"0x00124b0000000001","nwkAddr":0,"manufId":0,"epList":[1],)"
    R"("endpoints":{{"1":{{"profId":260,"epId":1,"devId":5,"inClusterList":[],"outClusterList":[],"clusters":{{}},)"
    R"("binds":[],"configuredReportings":[],"meta":{{}}}}}},"interviewCompleted":true,"interviewState":"SUCCESSFUL",)"
    R"("meta":{{}}}})" "\n";
constexpr std::string_view sensor_record =
    R"({{"id":{0},"type":"EndDevice","ieeeAddr":"0x00158d{1:010x}","nwkAddr":{1},"manufId":4447,"manufName":"LUMI",)"
    R"("powerSource":"Battery","modelId":"lumi.weather","epList":[1],"endpoints":{{"1":{{"profId":260,"epId":1,)"
    R"("devId":24321,"inClusterList":[0,3,65535,1026,1027,1029],"outClusterList":[0,4,65535],"clusters":{{"genBasic":)"
    R"({{"attributes":{{"modelId":"lumi.weather"}}}}}},"binds":[],"configuredReportings":[],"meta":{{}}}}}},)"
    R"("appVersion":3,"stackVersion":2,"hwVersion":30,"dateCode":"20161129","zclVersion":1,"interviewCompleted":true,)"
    R"("interviewState":"SUCCESSFUL","meta":{{}}}})" "\n";

constexpr std::uint16_t first_address = 0x1000;

}  // namespace

class Radio final : public coordinator::Coordinator {
 public:
  explicit Radio(coordinator::Events& events) : events_(events) {}

  Task<Result<coordinator::RadioInfo>> inspect() override {
    coordinator::RadioInfo info;
    info.type = "ZStack3x0";
    info.ieee = Ieee(0x00124b0000000001);
    info.network = parameters();
    co_return info;
  }
  Task<Result<>> resume() override { co_return Result<>{}; }
  Task<Result<>> form(coordinator::NetworkParameters) override { co_return Result<>{}; }
  void close() override {}
  Task<Result<>> send(coordinator::ApsRequest) override { co_return Result<>{}; }
  Task<Result<>> send_zdo(coordinator::ZdoRequest) override { co_return Result<>{}; }
  Task<Result<coordinator::NetworkParameters>> network_parameters() override { co_return parameters(); }
  Task<Result<coordinator::Backup>> backup() override {
    co_return Error{Errc::unsupported, "this radio keeps nothing"};
  }
  Task<Result<>> restore(coordinator::Backup) override { co_return Result<>{}; }
  Task<Result<>> ping() override { co_return Result<>{}; }
  std::size_t concurrency() const override { return 16; }

  void hear(const coordinator::Incoming& message) { events_.on_message(message); }

 private:
  static coordinator::NetworkParameters parameters() {
    coordinator::NetworkParameters out;
    out.pan = PanId(6754);
    out.extended_pan = {1, 2, 3, 4, 5, 6, 7, 8};
    out.channel = 15;
    out.key = {1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 13};
    return out;
  }
  coordinator::Events& events_;
};

Home::Home(std::size_t devices) : library_(library::built_in_library()) {
  files_.content["data/configuration.yaml"] = house::configuration;
  std::string& database = files_.content["data/database.db"];
  database = fmt::format(coordinator_record);
  for (std::size_t i = 0; i < devices; ++i) database += fmt::format(sensor_record, i + 2, first_address + i);
}

Home::~Home() {
  tasks_.cancel();
  bridge_.reset();
}

void Home::start() {
  auto loaded = settings::Settings::load(files_, "data");
  if (!loaded) throw std::runtime_error(loaded.error().text);
  settings_ = std::move(*loaded);
  mqtt_ = std::make_unique<mqtt::MemoryClient>(time_);
  bridge_ = std::make_unique<bridge::Bridge>(bridge::Bridge::Surroundings{
      time_, files_, *settings_, library_, *mqtt_,
      [this](coordinator::Events& events) {
        auto radio = std::make_unique<Radio>(events);
        radio_ = radio.get();
        return radio;
      },
      [] {}});
  if (auto read = bridge_->load(); !read) throw std::runtime_error(read.error().text);
  tasks_.spawn("start", bridge_->start());
  auto online = [this] {
    const std::string* state = mqtt_->last("zigbee2mqtt/bridge/state");
    return state && state->find("online") != std::string::npos;
  };
  for (int steps = 0; !online(); ++steps) {
    if (steps == 1000) throw std::runtime_error("the bridge does not come online");
    time_.advance(10ms);
  }
}

void Home::report(std::size_t device, std::int16_t hundredths) {
  Writer frame;
  frame.u8(0x18).u8(device & 0xFF).u8(0x0A).u16(0).u8(0x29).u16(static_cast<std::uint16_t>(hundredths));
  coordinator::Incoming message;
  message.source = Nwk(static_cast<std::uint16_t>(first_address + device));
  message.source_endpoint = EndpointId(1);
  message.endpoint = EndpointId(1);
  message.cluster = ClusterId(0x0402);
  message.lqi = 100;
  message.payload = frame.view();
  radio_->hear(message);
  time_.advance(std::chrono::microseconds(1));
}

std::size_t Home::take_published() { return mqtt_->take().size(); }

void Home::settle() {
  mqtt_->take();
  mqtt_->retained.clear();
  files_.content.clear();
  ::malloc_trim(0);
}

std::size_t resident_octets() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0;
  std::size_t resident = 0;
  in >> all >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace waggle::bench
