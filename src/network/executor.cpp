#include "network/executor.h"

#include "core/log.h"

namespace waggle::network {
namespace {
constexpr std::string_view NS = "z2m:executor";
}

/// One chain of steps: what it has published and what the last read gave.
struct Executor::Run {
  SubjectPtr subject;
  Object published{};
  library::Step::MemberStates members{};
  Object answers{};

  Outcome outcome(Result<> done) {
    Outcome out{std::move(published), std::move(members), std::nullopt};
    if (!done) out.error = std::move(done.error());
    return out;
  }
};

Result<std::vector<library::Effect>> Executor::step(Run& run, const library::Continuation& action) {
  const library::Context context{run.subject->device(), run.subject->state(), run.subject->options(),
                                 scheduler_.wall(),     run.subject->memory(), run.subject->group_number(),
                                 run.subject->members()};
  library::Step next(context);
  next.set_answers(std::move(run.answers));
  run.answers = {};
  action(next);
  if (next.error()) return *next.error();
  for (auto& [key, value] : next.published()) run.published.set(key, std::move(value));
  for (auto& member : next.published_members()) run.members.push_back(std::move(member));
  return std::move(next.effects());
}

Task<Result<>> Executor::carry_out(Run& run, std::vector<library::Effect> effects) {
  for (library::Effect& effect : effects) {
    if (auto* operation = std::get_if<library::Operation>(&effect)) {
      auto answer = co_await run.subject->perform(*operation);
      if (answer) {
        if (!answer->empty()) run.answers = std::move(*answer);
      } else if (!operation->may_fail) {
        co_return std::move(answer.error());
      } else {
        log::debug(NS, "{}: {}", to_string(run.subject->device().ieee()), answer.error().text);
      }
    } else if (auto* action = std::get_if<library::Continuation>(&effect)) {
      CO_TRY(auto next, step(run, *action));
      CO_TRY_DO(co_await carry_out(run, std::move(next)));
    } else if (auto* delay = std::get_if<library::Delay>(&effect)) {
      co_await sleep(scheduler_, delay->time);
    } else if (auto* later = std::get_if<library::Later>(&effect)) {
      put_off(run.subject, std::move(*later));
    } else if (auto* fact = std::get_if<library::Keep>(&effect)) {
      run.subject->keep(*fact);
    }
  }
  co_return Result<>{};
}

Task<Executor::Outcome> Executor::run(SubjectPtr subject, library::Continuation action) {
  Run run{std::move(subject)};
  auto effects = step(run, action);
  if (!effects) co_return run.outcome(std::move(effects.error()));
  auto done = co_await carry_out(run, std::move(*effects));
  co_return run.outcome(std::move(done));
}

Task<Executor::Outcome> Executor::follow(SubjectPtr subject, std::vector<library::Effect> effects) {
  Run run{std::move(subject)};
  auto done = co_await carry_out(run, std::move(effects));
  co_return run.outcome(std::move(done));
}

void Executor::report(Subject& subject, Outcome outcome, const std::string& what) {
  if (outcome.error) log::debug(NS, "{}: {}: {}", to_string(subject.device().ieee()), what, outcome.error->text);
  if (!outcome.published.empty()) subject.publish(std::move(outcome.published));
}

Task<> Executor::run_later(SubjectPtr subject, library::Continuation action, std::string what) {
  Outcome outcome = co_await run(subject, std::move(action));
  report(*subject, std::move(outcome), what);
}

Task<> Executor::run_background(SubjectPtr subject, std::vector<library::Effect> effects, std::string what) {
  Outcome outcome = co_await follow(subject, std::move(effects));
  report(*subject, std::move(outcome), what);
}

void Executor::follow_in_background(SubjectPtr subject, std::vector<library::Effect> effects, std::string what) {
  if (effects.empty()) return;
  tasks_.spawn(what, run_background(std::move(subject), std::move(effects), what));
}

void Executor::put_off(SubjectPtr subject, library::Later later) {
  const auto place = std::make_pair(static_cast<const Subject*>(subject.get()), later.key);
  if (!later.action) {
    later_.erase(place);
    return;
  }
  auto& timer = later_[place];
  timer = std::make_unique<Timer>(scheduler_);
  timer->start(later.time, [this, place, subject, action = std::move(later.action)] {
    later_.erase(place);  // the timer, not this function: the scheduler has taken it out
    tasks_.spawn(place.second, run_later(subject, action, place.second));
  });
}

void Executor::forget(const Subject& subject) {
  auto from = later_.lower_bound({&subject, std::string()});
  while (from != later_.end() && from->first.first == &subject) from = later_.erase(from);
}

}  // namespace waggle::network
