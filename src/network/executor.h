// Executor: carries out what the blocks' steps want. Steps are data and functions over values
// (library/effects.h); here they meet time and devices.
//
// It knows neither MQTT nor radio: whom a step works for is a Subject, and the bridge, the parity tool
// and the tests each bring their own.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/task.h"
#include "library/effects.h"

namespace waggle::network {

/// A device or group, as far as steps need it.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual const library::Device& device() const = 0;
  virtual const Object& state() const = 0;
  virtual const Object& options() const = 0;
  virtual Object& memory() = 0;
  /// Sends, and gives what was answered: {attribute or parameter: value}.
  virtual Task<Result<Object>> perform(const library::Operation& operation) = 0;
  virtual void keep(const library::Keep& fact) = 0;
  /// Groups: their number and who is in them.
  virtual std::optional<GroupId> group_number() const { return std::nullopt; }
  virtual std::vector<library::MemberView> members() const { return {}; }
  /// What a step found that nobody waits for.
  virtual void publish(Object properties) = 0;
};
using SubjectPtr = std::shared_ptr<Subject>;

class Executor {
 public:
  explicit Executor(Scheduler& scheduler) : scheduler_(scheduler) {}

  struct Outcome {
    Object published;
    library::Step::MemberStates members;  // what members of a group are now
    std::optional<Error> error;  // what was published before it does not count in a set
  };
  /// Runs the step and everything that follows from it, but for what it put off until later.
  Task<Outcome> run(SubjectPtr subject, library::Continuation step);
  /// The same, from a step that has been run already (decoders run at once, in the message's place).
  Task<Outcome> follow(SubjectPtr subject, std::vector<library::Effect> effects);
  /// Follows in the background; what is published then goes to the subject. `what` is for the log.
  void follow_in_background(SubjectPtr subject, std::vector<library::Effect> effects, std::string what);

  /// Drops everything put off for this subject.
  void forget(const Subject& subject);

 private:
  struct Run;
  Task<Result<>> carry_out(Run& run, std::vector<library::Effect> effects);
  Result<std::vector<library::Effect>> step(Run& run, const library::Continuation& action);
  void put_off(SubjectPtr subject, library::Later later);
  Task<> run_later(SubjectPtr subject, library::Continuation action, std::string what);
  Task<> run_background(SubjectPtr subject, std::vector<library::Effect> effects, std::string what);
  void report(Subject& subject, Outcome outcome, const std::string& what);

  Scheduler& scheduler_;
  std::map<std::pair<const Subject*, std::string>, std::unique_ptr<Timer>> later_;
  TaskGroup tasks_;
};

}  // namespace waggle::network
