#include "coordinator/family.h"

#include "coordinator/deconz/driver.h"
#include "coordinator/deconz/greeting.h"
#include "coordinator/ember/driver.h"
#include "coordinator/ember/greeting.h"
#include "coordinator/znp/driver.h"
#include "coordinator/znp/greeting.h"
#include "coordinator/zboss/driver.h"
#include "coordinator/zboss/greeting.h"
#include "coordinator/zigate/driver.h"
#include "coordinator/zigate/greeting.h"

namespace waggle::coordinator {
namespace {

template <class Driver>
std::unique_ptr<Coordinator> make(Scheduler& scheduler, io::Opener opener, Options options, Events& events) {
  return std::make_unique<Driver>(scheduler, std::move(opener), std::move(options), events);
}

// In the order in which an unknown stick is asked.
// clang-format off
constexpr Family table[] = {
    {"zstack", "",     "Texas Instruments Z-Stack",   115200, znp::hello,    znp::recognises,    make<znp::Driver>},
    {"ember",  "ezsp", "Silicon Labs EmberZNet",      115200, ember::hello,  ember::recognises,  make<ember::Driver>},
    {"deconz", "",     "dresden elektronik's deCONZ", 38400,  deconz::hello, deconz::recognises, make<deconz::Driver>},
    {"zboss",  "",     "DSR's ZBOSS",                 115200, zboss::hello,  zboss::recognises,  make<zboss::Driver>},
    {"zigate", "",     "ZiGate",                      115200, zigate::hello, zigate::recognises, make<zigate::Driver>},
};
// clang-format on

}  // namespace

std::span<const Family> families() { return table; }

const Family* find_family(std::string_view adapter) {
  for (const Family& family : table) {
    if (family.name == adapter || (!adapter.empty() && family.also == adapter)) return &family;
  }
  return nullptr;
}

}  // namespace waggle::coordinator
