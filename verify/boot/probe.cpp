#include "verify/boot/probe.h"

#include "base/files.h"
#include "base/process.h"

#include <map>
#include <mutex>

namespace levitate::boot {

namespace {

// Starts QEMU without a machine, with more arguments, and tells it to end.
bool starts(const std::string &program, const std::vector<std::string> &more) {
  Command command{.arguments = {program, "-machine", "none", "-display", "none", "-nodefaults",
                                "-no-user-config", "-S", "-qmp", "stdio"},
                  .input = "{\"execute\":\"qmp_capabilities\"}\n"
                           "{\"execute\":\"quit\"}\n",
                  .deadline = std::chrono::seconds(10)};
  command.arguments.insert(command.arguments.end(), more.begin(), more.end());
  const auto result = runProcess(command);
  return result && result->succeeded();
}

// What a question gave for each program; asked once, whichever thread asks.
template <class Answer> class Memory {
public:
  template <class Question> Answer ask(const std::string &program, const Question &question) {
    const std::scoped_lock lock(mutex);
    const auto known = answers.find(program);
    return known != answers.end() ? known->second
                                  : answers.emplace(program, question()).first->second;
  }

private:
  std::mutex mutex;
  std::map<std::string, Answer> answers;
};

} // namespace

bool kvmWorks(const std::string &program) {
  static Memory<bool> memory;
  return exists("/dev/kvm") &&
         memory.ask(program, [&] { return starts(program, {"-accel", "kvm"}); });
}

std::optional<std::string> findProbe(const std::string &program) {
  static Memory<std::optional<std::string>> memory;
  return memory.ask(program, [&]() -> std::optional<std::string> {
    const std::string home(parentPath(realPath("/proc/self/exe")));
    for (const std::string &folder : {home, std::string(parentPath(home)) + "/bin"})
      for (const char *version : {"2", "1"}) {
        const std::string file = folder + "/levitate-boot-probe-" + version + ".so";
        if (exists(file) && starts(program, {"-plugin", "file=" + file + ",settle=on"}))
          return file;
      }
    return std::nullopt;
  });
}

} // namespace levitate::boot
