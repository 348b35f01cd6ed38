// OTA upgrade, as a client (ZCL 8, 11): asks for images when it is notified, fetches them block by
// block, asks again for blocks that do not come, and restarts with the new version. It takes what is
// an image for it, and nothing else.
#include "core/log.h"
#include "sim/behaviours/all.h"
#include "sim/device.h"

namespace waggle::sim {
namespace {

constexpr std::uint64_t block_size = 64;
constexpr int most_retries = 5;
constexpr std::uint64_t wait_for_data = 0x97;
// ZCL 8, table 11-5.
constexpr std::uint8_t normal = 0, downloading = 1, downloaded = 2, waiting_to_upgrade = 3;

class OtaClient final : public CommandTable<OtaClient> {
 public:
  using CommandTable::CommandTable;
  static std::span<const Row> rows() {
    static constexpr Row table[] = {
        {"imageNotify", &OtaClient::notified},
        {"queryNextImageResponse", &OtaClient::offered},
        {"imageBlockResponse", &OtaClient::block},
        {"upgradeEndResponse", &OtaClient::end},
    };
    return table;
  }
  void describe(Object& out) const override {
    Object state{{"version", version_number()}, {"received", image_.size()}, {"size", size_}};
    if (refused_) state.set("refused", *refused_);
    out.set("ota", std::move(state));
  }

 private:
  // The attributes stand on the client's side of the cluster.
  AttributeKey mine(std::string_view name) const {
    return {place(), attribute_id(place().cluster, name), 0};
  }
  double get(std::string_view name, double fallback) const {
    const Attribute* found = device().attributes().find(mine(name));
    return found ? as_number(found->value, fallback) : fallback;
  }
  void put(std::string_view name, Value value) { device().set(mine(name), std::move(value)); }
  double version_number() const { return get("currentFileVersion", 1); }
  Object identity(double version) const {
    return {{"fieldControl", 0},
            {"manufacturerCode", get("manufacturerId", device().node.manufacturer.raw)},
            {"imageType", get("imageTypeId", 0)},
            {"fileVersion", version}};
  }

  Reaction notified(const Call& call) {
    server_ = call.message.source_endpoint;
    later().after(50ms, [this] {
      tell_coordinator("queryNextImageRequest", identity(version_number()), server_);
    });
    return {};
  }

  Reaction offered(const Call& call) {
    server_ = call.message.source_endpoint;
    later().clear();
    image_.clear();
    size_ = 0;
    refused_.reset();
    if (const std::uint64_t status = call.uint("status"); status != 0) {
      refused_ = status;
      return {};
    }
    offered_ = static_cast<double>(call.uint("fileVersion"));
    size_ = call.uint("imageSize");
    put("imageUpgradeStatus", downloading);
    ask(0);
    return {};
  }
  void ask(int retry) {
    if (retry > most_retries) {
      put("imageUpgradeStatus", normal);
      return;
    }
    Object request = identity(offered_);
    request.set("fileOffset", image_.size());
    request.set("maximumDataSize", block_size);
    tell_coordinator("imageBlockRequest", request, server_);
    later().after(4s, [this, retry] { ask(retry + 1); });
  }

  Reaction block(const Call& call) {
    if (size_ == 0 || image_.size() >= size_) return {};
    const std::uint64_t status = call.uint("status");
    if (status == wait_for_data) {
      const std::uint64_t now = call.uint("currentTime");
      const std::uint64_t then = call.uint("requestTime");
      later().clear();
      later().after(std::chrono::seconds(then > now ? then - now : 1), [this] { ask(0); });
      return {};
    }
    if (status != 0) {  // ABORT
      later().clear();
      refused_ = status;
      size_ = 0;
      put("imageUpgradeStatus", normal);
      return {};
    }
    if (call.uint("fileOffset") != image_.size()) return {};  // one we asked for twice
    const ByteView data = call.raw("data").first(
        std::min<std::size_t>(call.uint("dataSize"), call.raw("data").size()));
    if (data.empty()) return {zcl::Status::malformed_command};
    image_.insert(image_.end(), data.begin(), data.end());
    put("fileOffset", image_.size());
    later().clear();
    if (image_.size() < size_) {
      ask(0);
      return {};
    }
    const bool good = is_for_me();
    put("imageUpgradeStatus", good ? downloaded : normal);
    Object done = identity(offered_);
    done.set("status", static_cast<int>(good ? zcl::Status::success : zcl::Status::invalid_image));
    if (!good) {
      refused_ = static_cast<std::uint64_t>(zcl::Status::invalid_image);
      size_ = 0;
    }
    tell_coordinator("upgradeEndRequest", done, server_);
    return {};
  }

  // The header of the file (ZCL 8, 11.4.2).
  bool is_for_me() const {
    constexpr std::uint32_t identifier = 0x0BEEF11E;
    Reader in(image_);
    const bool known = in.u32() == identifier;
    in.bytes(6);
    const std::uint16_t maker = in.u16(), type = in.u16();
    const std::uint32_t version = in.u32();
    in.bytes(34);
    return known && in.u32() == image_.size() && maker == get("manufacturerId", device().node.manufacturer.raw) &&
           type == get("imageTypeId", 0) && version == offered_;
  }

  Reaction end(const Call& call) {
    if (image_.empty() || image_.size() != size_) return {};
    put("imageUpgradeStatus", waiting_to_upgrade);
    const std::uint64_t now = call.uint("currentTime");
    const std::uint64_t then = call.uint("upgradeTime");
    const auto wait = then > now && then != 0xFFFFFFFF ? std::chrono::seconds(then - now) : 1s;
    later().after(wait, [this] {
      put("currentFileVersion", offered_);
      constexpr std::size_t text_at = 20, text_size = 32;
      const std::string_view text = as_text(ByteView(image_).subspan(text_at, text_size));
      if (has("genBasic", "swBuildId")) set("genBasic", "swBuildId", text.substr(0, text.find('\0')));
      put("imageUpgradeStatus", normal);
      log::info("sim", "{} restarts with firmware {:#x}", device().name(),
                static_cast<std::uint32_t>(offered_));
      device().restarted();
    });
    return {};
  }

  EndpointId server_{1};
  double offered_ = 0;
  std::uint64_t size_ = 0;
  Bytes image_;
  std::optional<std::uint64_t> refused_;
};

}  // namespace

std::unique_ptr<Behaviour> make_ota_client(VirtualDevice& device, Place place) {
  return std::make_unique<OtaClient>(device, place);
}

}  // namespace waggle::sim
