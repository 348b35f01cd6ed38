#include "io/folder_watch.h"

#include <sys/inotify.h>

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "core/log.h"
#include "io/loop.h"

namespace waggle::io {
namespace {

namespace asio = boost::asio;
constexpr std::string_view NS = "z2m";
constexpr Millis settled{500};
constexpr std::uint32_t content = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

}  // namespace

struct FolderWatch::Impl {
  Impl(Loop& loop, std::string path, std::function<void()> action)
      : folder(std::move(path)), changed(std::move(action)), descriptor(loop.context()), quiet(loop) {}

  void open() {
    const int fd = ::inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) {
      log::warning(NS, "{} cannot be watched for changes; they are seen at the next start", folder);
      return;
    }
    descriptor.assign(fd);
    watch();
    read();
  }

  // The folder itself, or its parent until it is there. True when there is a folder to look into.
  bool watch() {
    const bool was_there = there;
    there = ::inotify_add_watch(descriptor.native_handle(), folder.c_str(), content) >= 0;
    if (there) return true;
    const std::string parent = folder.substr(0, folder.rfind('/'));
    (void)::inotify_add_watch(descriptor.native_handle(), parent.c_str(), IN_CREATE | IN_MOVED_TO);
    return was_there;  // it is gone: that is a change, too
  }

  void read() {
    descriptor.async_read_some(asio::buffer(events), [this](boost::system::error_code error, std::size_t) {
      if (error) return;
      // What happened does not matter: all files are read again.
      quiet.start(settled, [this] {
        if (watch()) changed();
      });
      read();
    });
  }

  std::string folder;
  std::function<void()> changed;
  asio::posix::stream_descriptor descriptor;
  Timer quiet;
  bool there = false;
  std::array<char, 4096> events{};
};

FolderWatch::FolderWatch(Loop& loop, std::string folder, std::function<void()> changed)
    : impl_(std::make_unique<Impl>(loop, std::move(folder), std::move(changed))) {
  impl_->open();
}
FolderWatch::~FolderWatch() = default;

}  // namespace waggle::io
