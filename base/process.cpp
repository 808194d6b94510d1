#include "base/process.h"

#include "base/files.h"
#include "base/text.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace levitate {

namespace {

using Clock = std::chrono::steady_clock;

struct Pipe {
  int read = -1, write = -1;
  ~Pipe() {
    closeRead();
    closeWrite();
  }
  Pipe() = default;
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;
  bool open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return false;
    read = ends[0];
    write = ends[1];
    return true;
  }
  void closeRead() { close(read); }
  void closeWrite() { close(write); }

private:
  static void close(int &end) {
    if (end >= 0)
      ::close(end);
    end = -1;
  }
};

// What the child does between fork and exec: only calls that are safe after fork.
[[noreturn]] void becomeProgram(const Command &command, const char *program, char *const *arguments,
                                char *const *environment, const Pipe &input, const Pipe &output,
                                const Pipe &errors, const Pipe &failure, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent)
    ::_exit(127); // the parent went before the line above
  ::dup2(input.read, 0);
  ::dup2(output.write, 1);
  ::dup2(command.mergeOutput ? output.write : errors.write, 2);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  if (command.directory.empty() || ::chdir(command.directory.c_str()) == 0)
    ::execve(program, arguments, environment);
  const int code = errno;
  [[maybe_unused]] const ssize_t ignored = ::write(failure.write, &code, sizeof code);
  ::_exit(127);
}

std::vector<std::string> mergedEnvironment(const Command &command) {
  std::vector<std::string> result;
  for (char **entry = environ; *entry; ++entry) {
    const std::string_view name =
        std::string_view(*entry).substr(0, std::string_view(*entry).find('='));
    bool replaced = false;
    for (const auto &[key, value] : command.environment)
      replaced |= key == name;
    if (!replaced)
      result.emplace_back(*entry);
  }
  for (const auto &[key, value] : command.environment)
    result.push_back(key + "=" + value);
  return result;
}

std::vector<char *> pointers(std::vector<std::string> &strings) {
  std::vector<char *> result;
  result.reserve(strings.size() + 1);
  for (std::string &text : strings)
    result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Reads what there is; false at the end of the stream.
bool drain(int descriptor, std::string &into, const std::function<void(std::string_view)> &seen) {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
  if (got < 0)
    return errno == EINTR || errno == EAGAIN;
  if (got == 0)
    return false;
  const std::string_view part(buffer.data(), static_cast<std::size_t>(got));
  into += part;
  if (seen)
    seen(part);
  return true;
}

} // namespace

std::optional<std::string> findProgram(const std::string &name) {
  if (name.find('/') != std::string::npos) {
    const std::string path = absolutePath(name);
    return ::access(path.c_str(), X_OK) == 0 && !isDirectory(path) ? std::optional(path)
                                                                   : std::nullopt;
  }
  const char *path = std::getenv("PATH");
  for (const std::string &folder : split(path ? path : "/usr/bin:/bin", ":")) {
    const std::string candidate = (folder.empty() ? "." : folder) + "/" + name;
    if (::access(candidate.c_str(), X_OK) == 0 && !isDirectory(candidate))
      return absolutePath(candidate);
  }
  return std::nullopt;
}

unsigned availableCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0)
    return 1;
  return static_cast<unsigned>(std::max(1, CPU_COUNT(&set)));
}

Result<ProcessResult> runProcess(const Command &command) {
  if (command.arguments.empty())
    return Error::environment("no program to run");
  const std::optional<std::string> program = findProgram(command.arguments.front());
  if (!program)
    return Error::environment("the program '" + command.arguments.front() +
                              "' is not installed or not in PATH");
  if (!command.directory.empty() && !isDirectory(command.directory))
    return Error::at(ExitStatus::Environment, {command.directory, 0, 0}, "no such folder");

  Pipe input, output, errors, failure;
  if (!input.open() || !output.open() || !errors.open() || !failure.open())
    return Error::environment(std::string("can't make a pipe: ") + std::strerror(errno));

  std::vector<std::string> arguments = command.arguments;
  std::vector<std::string> environment = mergedEnvironment(command);
  const std::vector<char *> argumentPointers = pointers(arguments);
  const std::vector<char *> environmentPointers = pointers(environment);

  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0)
    return Error::environment(std::string("can't start a process: ") + std::strerror(errno));
  if (child == 0)
    becomeProgram(command, program->c_str(), argumentPointers.data(), environmentPointers.data(),
                  input, output, errors, failure, parent);
  ::setpgid(child, child); // in both, so that it holds whoever runs first
  input.closeRead();
  output.closeWrite();
  errors.closeWrite();
  failure.closeWrite();

  int code = 0;
  if (::read(failure.read, &code, sizeof code) == static_cast<ssize_t>(sizeof code)) {
    ::waitpid(child, nullptr, 0);
    return Error::environment("can't run '" + command.arguments.front() +
                              "': " + std::strerror(code));
  }

  ProcessResult result;
  std::string_view remaining = command.input;
  if (remaining.empty())
    input.closeWrite();
  else
    ::fcntl(input.write, F_SETFL, O_NONBLOCK);
  struct sigaction ignore{}, oldAction{};
  ignore.sa_handler = SIG_IGN;
  ::sigaction(SIGPIPE, &ignore, &oldAction);
  const auto start = Clock::now();
  bool outputOpen = true, errorsOpen = true;
  while (outputOpen || errorsOpen) {
    int wait = -1;
    if (command.deadline) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          *command.deadline - (Clock::now() - start));
      if (left.count() <= 0) {
        result.timedOut = true;
        break;
      }
      wait = static_cast<int>(std::min<std::int64_t>(left.count() + 1, 1'000'000));
    }
    std::array<pollfd, 3> waits{pollfd{outputOpen ? output.read : -1, POLLIN, 0},
                                pollfd{errorsOpen ? errors.read : -1, POLLIN, 0},
                                pollfd{input.write, POLLOUT, 0}};
    if (::poll(waits.data(), waits.size(), wait) < 0 && errno != EINTR)
      break;
    if (waits[0].revents != 0)
      outputOpen = drain(output.read, result.output, command.onOutput);
    if (waits[1].revents != 0)
      errorsOpen = drain(errors.read, result.errors, {});
    if (waits[2].revents != 0) {
      const ssize_t written = ::write(input.write, remaining.data(), remaining.size());
      if (written > 0)
        remaining.remove_prefix(static_cast<std::size_t>(written));
      if (remaining.empty() || (written < 0 && errno != EAGAIN && errno != EINTR))
        input.closeWrite();
    }
  }
  // The streams can end before the program does; and a deadline can come between.
  int status = 0;
  pid_t reaped = 0;
  while (!result.timedOut && reaped == 0) {
    reaped = ::waitpid(child, &status, command.deadline ? WNOHANG : 0);
    if (reaped < 0 && errno == EINTR)
      reaped = 0;
    if (reaped == 0 && command.deadline) {
      if (Clock::now() - start > *command.deadline)
        result.timedOut = true;
      else
        ::poll(nullptr, 0, 2);
    }
  }
  ::kill(-child, SIGKILL); // what it may have left behind
  if (reaped == 0)
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
  ::sigaction(SIGPIPE, &oldAction, nullptr);
  result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

std::string shellQuoted(const std::vector<std::string> &arguments) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
      "_-+=./:,@%";
  std::vector<std::string> quoted;
  for (const std::string &argument : arguments) {
    if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) {
      quoted.push_back(argument);
      continue;
    }
    std::string text = "'";
    for (const char c : argument) {
      if (c == '\'')
        text += "'\\''";
      else
        text += c;
    }
    quoted.push_back(text + "'");
  }
  return join(quoted, " ");
}

} // namespace levitate
