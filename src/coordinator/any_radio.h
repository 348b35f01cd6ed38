// AnyRadio: a coordinator of a family that is not known yet. Whenever it must start and knows none, it finds out what
// is at the other end (probe.h), makes that family's driver, and is nothing but that driver from then on. When the
// driver finds nobody, the stick may have been exchanged, or stand elsewhere: the next start looks again.
#pragma once

#include "coordinator/probe.h"

namespace waggle::coordinator {

class AnyRadio final : public Coordinator {
 public:
  /// Where a stick is.
  struct Place {
    OpenAt open;
    std::vector<unsigned> bauds;  // to try; see probe()
    std::string first;            // the family to ask first
  };
  using FindPlace = std::function<Task<Result<Place>>()>;
  AnyRadio(Scheduler& scheduler, FindPlace find, Options options, Events& events);

  /// The family that was found last; nullptr: none yet.
  const Family* family() const { return family_; }

  Task<Result<RadioInfo>> inspect() override;
  Task<Result<>> resume() override;
  Task<Result<>> form(NetworkParameters parameters) override;
  Task<Result<Backup>> backup() override;
  Task<Result<>> restore(Backup backup) override;
  void close() override;
  Task<Result<>> send(ApsRequest request) override;
  Task<Result<>> send_zdo(ZdoRequest request) override;
  Task<Result<NetworkParameters>> network_parameters() override;
  Task<Result<>> add_install_code(Ieee ieee, Bytes code, bool derived) override;
  Task<Result<>> ping() override;
  Task<> renew_way(Ieee ieee, Nwk nwk) override;
  std::size_t concurrency() const override;
  std::vector<RadioCount> counts() const override;
  InterPan* inter_pan() override;

 private:
  Scheduler& scheduler_;
  FindPlace find_;
  Options options_;
  Events& events_;
  const Family* family_ = nullptr;
  std::unique_ptr<Coordinator> driver_;
};

}  // namespace waggle::coordinator
