#include "e2e/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

namespace waggle::e2e {
namespace {
using namespace std::chrono_literals;
}

void Child::start(const std::vector<std::string>& arguments, const std::string& log) {
  kill();
  const char* other = std::getenv("WAGGLE_PROGRAM");  // such as the release program
  std::vector<std::string> words{other ? other : WAGGLE_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execv(pointers[0], pointers.data());
    ::_exit(127);
  }
}

void Child::signal(int number) const {
  if (process_ > 0) ::kill(process_, number);
}

std::optional<int> Child::wait(std::chrono::milliseconds limit) {
  if (process_ <= 0) return std::nullopt;
  const auto end = std::chrono::steady_clock::now() + limit;
  for (;;) {
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == process_) {
      process_ = 0;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(5ms);
  }
}

void Child::kill() {
  signal(SIGKILL);
  if (process_ > 0) ::waitpid(process_, nullptr, 0);
  process_ = 0;
}

std::string read_text(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

}  // namespace waggle::e2e
