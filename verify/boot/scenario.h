// A boot scenario: what machine to start, what the kernel has to print and do on it, and how it
// must end. This file holds the data and its decoder; it starts nothing.
//
// The file format is described by rules/schema/boot-scenario.schema.json and by
// docs/boot-scenarios.md.
#pragma once

#include "base/json.h"
#include "verify/boot/pattern.h"
#include "verify/boot/report.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace levitate::boot {

using Seconds = std::chrono::duration<double>;
/// What `${name}` stands for in a scenario.
using Variables = std::map<std::string, std::string>;

/// Bytes at a place of a disk or in a file on it. Exactly one of the sources is used.
struct Contents {
  std::uint64_t offset = 0;
  std::uint64_t length = 0; ///< of the pattern
  std::string bytes;        ///< given as text or hex
  bool pattern = false;     ///< `length` bytes of the counting pattern (see disk.h)
};

struct DiskFile {
  std::string path;     ///< in the filesystem
  std::string contents; ///< given as text, or
  std::string source;   ///< the absolute path of the host's file to copy
};

struct Disk {
  std::string id;
  std::uint64_t size = 0; ///< bytes
  std::string filesystem; ///< "", "fat32", "fat16" or "ext4"
  std::string label;
  std::vector<DiskFile> files;
  std::vector<Contents> contents; ///< written after the filesystem was made
  bool readOnly = false;
  bool logsWrites = false; ///< QEMU keeps a log of everything that is written (a check asks for it)
  std::optional<std::uint64_t>
      truncate; ///< cut to so many bytes behind QEMU's back, before it starts
  /// Errors that QEMU injects: an event of blkdebug ("read_aio", "write_aio", "flush_to_disk") and
  /// errno.
  struct Fault {
    std::string event;
    int error = 5;
    std::optional<std::uint64_t> sector;
    bool once = false;
  };
  std::vector<Fault> faults;
};

/// A peer on the other end of the guest's network cable, answered by the verifier itself.
struct Network {
  std::string id = "net0";
  std::string address = "10.0.2.2"; ///< of the peer
  std::string mac = "52:55:0a:00:02:02";
};

/// Random bytes made for this run, which the guest's entropy device hands out.
struct Entropy {
  std::string id = "rng0";
  std::uint64_t bytes = 65536;
};

/// A second serial line, connected to the verifier (virtio-console and the like).
struct Console {
  std::string id;
};

/// Something to do when a milestone is reached.
struct Action {
  enum class Kind {
    Keys,
    Type,
    Pointer,
    Serial,
    Link,
    Screenshot,
    Snapshot,
    Qmp,
    Check,
    Ping,
    Udp,
    Wait,
    Await
  };
  Kind kind = Kind::Serial;
  std::vector<std::string> keys; ///< Keys: one chord of QKeyCodes ("ctrl-c") each
  std::string text;              ///< Type, Serial: the text; Screenshot, Snapshot, Check: the name;
                                 ///< Link: the device; Qmp: the command; Ping, Udp: the address
  std::string console;           ///< Serial: "" for the first line, else the id of a console
  std::string payload;           ///< Udp
  std::int64_t x = 0, y = 0;     ///< Pointer: 0..32767
  std::string button;            ///< Pointer
  bool up = false;               ///< Link
  std::uint16_t port = 0;        ///< Udp
  Seconds wait{0};               ///< Wait: a pause in the input, never a condition
  nlohmann::json arguments;      ///< Qmp
  std::map<std::string, std::int64_t> counters; ///< Await: counters of the network `text`
};

struct Milestone {
  std::string name;
  Pattern pattern;
  std::string console;               ///< "" for the first serial line
  std::optional<Seconds> within;     ///< since the milestone before
  std::vector<std::string> captures; ///< the names of the pattern's groups
  std::vector<Action> then;
  /// The boot budget: so many instructions at most from power-on to here (deterministic only).
  std::optional<std::uint64_t> instructions;
  bool partial = false;  ///< may be found before the line ends (a prompt); literals always may
  bool optional = false; ///< may be skipped
  bool hasNonce = false;
  /// What a forgery of the line looks like: the milestone's pattern with any word for the nonce.
  std::optional<Pattern> forgery;
};

enum class Harm { Fatal, Error, Warning };
std::string_view nameOf(Harm harm);

struct Forbidden {
  Pattern pattern;
  Harm harm = Harm::Fatal;
  std::string meaning; ///< what it means, for the reason of the verdict
};

/// How a boot must end.
struct Ending {
  enum class Kind { Shutdown, Reset, Panic, Exit, Running };
  Kind kind = Kind::Shutdown;
  int status = 0; ///< Exit: the status QEMU must end with
};
std::string describe(const Ending &ending);

struct Check {
  enum class Kind { Disk, Screen, Ktap, Block, Network, Entropy, Facts, Writes, Events };
  Kind kind = Kind::Disk;
  std::string name;
  std::string at;    ///< the milestone at which an action makes it; "" for the end
  std::string claim; ///< the milestone by which the guest claims it; failing then is a lie
  std::string
      device; ///< the id of the disk, network, entropy source; the GPU's device id for Screen

  Contents contents;      ///< Disk: what must be there
  std::string copyOf;     ///< Disk: the fact whose value (hex) must be there, or ""
  std::int64_t times = 1; ///< Writes, Events: how often at least
  bool changes = false;   ///< Writes: not all of them wrote the same bytes
  bool unchanged = false; ///< Disk: the whole image is as it was made

  std::optional<std::int64_t> width, height; ///< Screen
  std::int64_t colors = 0;                   ///< Screen: at least so many
  struct Pixel {
    std::int64_t x = 0, y = 0;
    std::uint32_t color = 0; ///< 0xRRGGBB
  };
  std::vector<Pixel> pixels;
  /// Screen: the bits of a hex text drawn as squares, most significant first.
  struct Bits {
    std::int64_t x = 0, y = 0, size = 0;
    std::uint32_t on = 0xFFFFFF, off = 0;
    std::string hex;
  };
  std::optional<Bits> bits;
  /// Screen: text set in a font with cells of a fixed size, found by comparing with the font.
  struct Text {
    std::string contains;
    std::string font; ///< absolute path of a PSF file (version 1 or 2), or of a BDF-less hex list
  };
  std::vector<Text> texts;

  std::map<std::string, std::int64_t> least; ///< Block, Network, Ktap: counter -> at least
  std::map<std::string, std::int64_t> most;  ///< Block, Network: counter -> at most
  std::map<std::string, std::string> equals; ///< Block, Network: counter -> the fact that claims
                                             ///< it; Facts: fact -> value
  std::string fact; ///< Entropy: the fact that holds the bytes the guest got, in hex
  /// Events: how lines of QEMU's trace begin (the event's name, and perhaps its values), and how
  /// the line begins that must not come after the last of them ("" for none).
  std::string event, after;
};

struct Deadline {
  Seconds wall{60};      ///< the whole boot
  Seconds cpu{30};       ///< processor time of QEMU, which a loaded host does not stretch
  Seconds milestone{30}; ///< from one milestone to the next, where it has no `within`
};

struct Scenario {
  std::string file, name, why;
  std::string architecture; ///< "aarch64", "x86_64", ...: the suffix of the QEMU program
  std::string program;      ///< the QEMU program; qemu-system-<architecture> when not given
  std::string machine, cpu, memory;
  std::int64_t cpus = 1;
  std::string accelerator = "tcg"; ///< tcg, kvm, or auto (kvm when a probe says it works)
  std::vector<std::string> arguments;
  std::string kernel, initrd, symbols; ///< absolute paths, or empty
  std::string loader =
      "kernel"; ///< how the kernel gets in: "kernel" (-kernel) or "none" (arguments do it)
  std::string commandLine;
  std::vector<Disk> disks;
  std::vector<Network> networks;
  std::vector<Entropy> entropies;
  std::vector<Console> consoles;
  std::string nonce; ///< the one it was decoded with
  bool needsNonce = true;
  Deadline deadline;
  Seconds grace{0.25};
  std::uint64_t outputLimit = 16U << 20U;
  std::optional<Pattern> banner;
  std::optional<Pattern> guestTime; ///< its first group is the guest's time in seconds, in a line
  std::string
      booted; ///< the milestone after which failures are the test's, not the boot's; "" none
  std::vector<Milestone> milestones;
  std::vector<Forbidden> forbidden;
  std::vector<Pattern> except; ///< lines in which nothing is forbidden
  std::vector<Check> checks;
  std::map<std::string, std::string> facts; ///< what captures must be equal to
  Ending ending;
  unsigned retries = 1; ///< after failures of the environment only
  /// Run under -icount and record every access to a device, so that a boot repeats exactly.
  bool deterministic = false;
  std::vector<std::string> traceEvents; ///< more of QEMU's trace events to record (globs)
  Rung equal = Rung::Milestones;        ///< what a comparison with another boot must hold
};

/// The same scenario as a deterministic boot, which is compared by its trace.
void makeDeterministic(Scenario &scenario);

/// The values of one axis of the matrix, and the variables that each of them sets besides.
struct Axis {
  std::string name;
  std::vector<std::string> values;
  std::map<std::string, Variables> sets; ///< by value
};

/// What can be known of a scenario file before a run: its variables and the matrix.
struct ScenarioHead {
  JsonValue root;
  std::string name;
  Variables variables;
  std::vector<Axis> matrix;
  std::vector<Variables> without; ///< combinations to leave out
  std::string sha256;             ///< of the file, with those that it extends

  const Axis *axis(const std::string &wanted) const; ///< or null
  /// The names of everything that may be set from outside: variables, axes, what axes set.
  std::vector<std::string> settable() const;
};

/// Reads the file and decodes the parts that do not depend on variables.
Result<ScenarioHead> readScenario(const std::string &path);
/// The same for text in memory; paths in it are relative to the folder of `file`.
Result<ScenarioHead> parseScenario(std::string text, const std::string &file);

/// Decodes the whole scenario with its variables replaced. `variables` are added to those of the
/// file and to what the values of the axes set, and win over both; an axis that is not among them
/// has its first value. `${nonce}` is always one of them. A usage error with position for
/// everything that is wrong: an unknown key, variable, milestone or console, a bad pattern, a size
/// that is none.
Result<Scenario> decodeScenario(const ScenarioHead &head, const Variables &variables);

/// Every combination of the matrix, in the order of the file; one empty one when there is no
/// matrix.
std::vector<Variables> combinations(const ScenarioHead &head);

/// A size as scenarios write it: bytes, or with a suffix K, M, G (powers of 1024).
std::optional<std::uint64_t> parseSize(std::string_view text);

/// Bytes from hex digits (blanks between them are skipped), or nothing when it is not hex.
std::optional<std::string> fromHex(std::string_view text);
std::string toHex(std::string_view bytes);

} // namespace levitate::boot
