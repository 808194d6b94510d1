#include "verify/boot/child.h"

#include "base/files.h"
#include "base/process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace levitate::boot {

namespace {

Error systemError(const std::string &what) {
  return Error::environment(what + ": " + std::strerror(errno));
}

int statusOf(int raw) { return WIFSIGNALED(raw) ? 128 + WTERMSIG(raw) : WEXITSTATUS(raw); }

// Between fork and exec: only calls that are safe there.
[[noreturn]] void becomeProgram(const char *program, char *const *arguments,
                                const std::vector<int> &inherited, int output, int failure,
                                pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent)
    ::_exit(127); // the parent went before the line above
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, 0);
  ::dup2(output, 1);
  ::dup2(output, 2);
  for (const int descriptor : inherited)
    ::fcntl(descriptor, F_SETFD, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  ::execv(program, arguments);
  const int code = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(failure, &code, sizeof code);
  ::_exit(127);
}

} // namespace

Descriptor &Descriptor::operator=(Descriptor &&other) noexcept {
  if (this != &other) {
    reset();
    number = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() { reset(); }

int Descriptor::release() {
  const int result = number;
  number = -1;
  return result;
}

void Descriptor::reset() {
  if (number >= 0)
    ::close(number);
  number = -1;
}

Result<SocketPair> makeSocketPair(SocketKind kind) {
  std::array<int, 2> ends{};
  const int type = kind == SocketKind::Stream ? SOCK_STREAM : SOCK_DGRAM;
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return systemError("can't make a pair of sockets");
  return SocketPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<SocketPair> makePipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return systemError("can't make a pipe");
  return SocketPair{Descriptor(ends[0]), Descriptor(ends[1])};
}

Result<Child> Child::start(const std::vector<std::string> &arguments,
                           const std::vector<int> &inherited, const Descriptor &output) {
  const std::optional<std::string> program = findProgram(arguments.front());
  if (!program)
    return Error::environment("the program '" + arguments.front() +
                              "' is not installed or not in PATH");
  LEVITATE_TRY(failure, makePipe());
  std::vector<std::string> strings = arguments;
  std::vector<char *> pointers;
  for (std::string &text : strings)
    pointers.push_back(text.data());
  pointers.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t process = ::fork();
  if (process < 0)
    return systemError("can't start a process");
  if (process == 0)
    becomeProgram(program->c_str(), pointers.data(), inherited, output.get(), failure.theirs.get(),
                  parent);
  ::setpgid(process, process); // in both, so that it holds whoever runs first
  failure.theirs.reset();
  int code = 0;
  ssize_t got = 0;
  do
    got = ::read(failure.ours.get(), &code, sizeof code);
  while (got < 0 && errno == EINTR);
  if (got == static_cast<ssize_t>(sizeof code)) {
    ::waitpid(process, nullptr, 0);
    return Error::environment("can't run '" + arguments.front() + "': " + std::strerror(code));
  }
  Child child(process, Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))));
  if (child.end.get() < 0)
    return systemError("can't watch a process (pidfd_open)"); // the destructor ends it
  ::fcntl(child.end.get(), F_SETFD, FD_CLOEXEC);
  return child;
}

Child::Child(Child &&other) noexcept
    : process(other.process), end(std::move(other.end)), status(other.status),
      lastCpu(other.lastCpu) {
  other.process = -1;
}

Child::~Child() {
  if (process > 0 && !status) {
    kill();
    reap();
  }
}

void Child::kill() const {
  if (process > 0 && !status) {
    ::kill(-process, SIGKILL);
    ::kill(process, SIGKILL);
  }
}

std::optional<int> Child::reapIfEnded() {
  int raw = 0;
  if (!status && ::waitpid(process, &raw, WNOHANG) == process) {
    ::kill(-process, SIGKILL); // what it may have left behind
    status = statusOf(raw);
  }
  return status;
}

int Child::reap() {
  if (status)
    return *status;
  cpuSeconds(); // while there is still something to ask
  int raw = 0;
  while (::waitpid(process, &raw, 0) < 0 && errno == EINTR) {
  }
  ::kill(-process, SIGKILL);
  status = statusOf(raw);
  return *status;
}

double Child::cpuSeconds() const {
  clockid_t clock{};
  timespec time{};
  if (!status && ::clock_getcpuclockid(process, &clock) == 0 && ::clock_gettime(clock, &time) == 0)
    lastCpu = static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  return lastCpu;
}

double Child::starvedSeconds() const {
  double total = 0;
  const std::string tasks = "/proc/" + std::to_string(process) + "/task";
  DIR *folder = ::opendir(tasks.c_str());
  if (!folder)
    return 0;
  while (const dirent *entry = ::readdir(folder)) {
    std::ifstream file(tasks + "/" + entry->d_name + "/schedstat");
    double running = 0, waiting = 0;
    if (entry->d_name[0] != '.' && file >> running >> waiting)
      total += waiting / 1e9;
  }
  ::closedir(folder);
  return total;
}

} // namespace levitate::boot
