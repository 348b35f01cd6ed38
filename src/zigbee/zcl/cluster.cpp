#include "zigbee/zcl/cluster.h"

namespace waggle::zcl {

const Attribute* Cluster::attribute(AttributeId attribute_id, std::uint16_t manufacturer_code) const {
  // A row of the sender's manufacturer first, then one of nobody's; a row of another manufacturer
  // only when nothing else has the number.
  const Attribute* plain = nullptr;
  const Attribute* other = nullptr;
  for (const Attribute& a : attributes) {
    if (a.id != attribute_id.raw || a.is(Attribute::by_name_only)) continue;
    if (manufacturer_code != 0 && a.manufacturer == manufacturer_code) return &a;
    const Attribute*& seen = a.manufacturer == 0 ? plain : other;
    if (!seen) seen = &a;
  }
  return plain ? plain : other;
}

const Attribute* Cluster::attribute(std::string_view attribute_name) const {
  for (const Attribute& a : attributes) {
    if (a.name == attribute_name) return &a;
  }
  return nullptr;
}

const Command* Cluster::command(std::uint8_t command_id, bool to_client) const {
  for (const Command& c : to_client ? responses : commands) {
    if (c.id == command_id) return &c;
  }
  return nullptr;
}

const Command* Cluster::command(std::string_view command_name, bool to_client) const {
  for (const Command& c : to_client ? responses : commands) {
    if (c.name == command_name) return &c;
  }
  return nullptr;
}

}  // namespace waggle::zcl
