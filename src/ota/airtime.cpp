#include "ota/airtime.h"

namespace waggle::ota {

Task<> Airtime::turn() {
  auto pass = co_await parts_.enter();
  if (shares_ > 1 && free_ > scheduler_.now()) co_await sleep(scheduler_, free_ - scheduler_.now());
  free_ = scheduler_.now() + spacing;
}

}  // namespace waggle::ota
