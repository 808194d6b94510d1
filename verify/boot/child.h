// A child process that is watched by an event loop: started with some of our file descriptors, in a
// process group of its own, killed when this process ends, always reaped.
//
// base/process.h runs a program to its end; this is for one that is talked to while it runs.
#pragma once

#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace levitate::boot {

/// A file descriptor that is closed with its owner.
class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int number) : number(number) {}
  Descriptor(Descriptor &&other) noexcept : number(other.release()) {}
  Descriptor &operator=(Descriptor &&other) noexcept;
  ~Descriptor();

  int get() const { return number; }
  /// Gives up ownership.
  int release();
  void reset();

private:
  int number = -1;
};

/// Two connected sockets (close-on-exec): one for us, one for the child.
struct SocketPair {
  Descriptor ours, theirs;
};
enum class SocketKind { Stream, Datagram };
Result<SocketPair> makeSocketPair(SocketKind kind);
/// A pipe whose reading end is ours.
Result<SocketPair> makePipe();

class Child {
public:
  /// Starts `arguments` (the program is looked up in PATH) with stdin from /dev/null, stdout and
  /// stderr to `output`, and the descriptors of `inherited` open under their own numbers. An
  /// environment error when there is no such program or it can't be run. The thread that calls this
  /// must outlive the child: the child is killed when the thread ends.
  static Result<Child> start(const std::vector<std::string> &arguments,
                             const std::vector<int> &inherited, const Descriptor &output);
  Child(Child &&other) noexcept;
  Child &operator=(Child &&) = delete;
  /// Kills and reaps whatever still runs.
  ~Child();

  pid_t id() const { return process; }
  /// A descriptor that becomes readable when the process ends (pidfd_open(2)).
  int endDescriptor() const { return end.get(); }
  /// Kills the whole group. The process is still to be reaped.
  void kill() const;
  /// Reaps the process if it has ended: its exit status, or 128 + the number of the signal.
  std::optional<int> reapIfEnded();
  /// Waits for the end and reaps it.
  int reap();
  /// Processor time that the process and its threads have used so far, in seconds.
  double cpuSeconds() const;
  /// Time its threads were ready to run and did not get a processor, in seconds (0 when unknown).
  double starvedSeconds() const;

private:
  Child(pid_t process, Descriptor end) : process(process), end(std::move(end)) {}
  pid_t process = -1;
  Descriptor end;
  std::optional<int> status;
  mutable double lastCpu = 0;
};

} // namespace levitate::boot
