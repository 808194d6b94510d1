// Reads what a kernel prints and says what it means by the scenario: which milestone was reached,
// what was captured, which forbidden line appeared, whether the banner came a second time.
//
// Pure: bytes and times go in, events come out. It knows no processes, no clocks and no verdicts.
#pragma once

#include "verify/boot/scenario.h"
#include "verify/boot/trace.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace levitate::boot {

/// A complete line of output, without its line end; `at` is since the start of the guest.
struct Line {
  std::string text;
  Seconds at{0};
  std::string console; ///< "" for the first serial line
};

struct Reached {
  std::size_t milestone = 0; ///< index in the scenario
  std::string line;
  Seconds at{0};
  std::optional<double> guestSeconds; ///< from the stamp of the line, where the scenario knows one
  std::map<std::string, std::string> captures;
  bool rejoined = false; ///< the text was cut by other output
  /// Bytes that its console had printed when the last byte of the match came.
  std::uint64_t end = 0;
  /// Where the captures stand in the console's output that differ from run to run (`~name`).
  std::vector<VaryingText> varying;
};

struct Sighting {
  std::size_t forbidden = 0; ///< index in the scenario
  std::string line;
  Seconds at{0};
};

/// The outcome of the watch so far. Only ever grows.
class Watcher {
public:
  explicit Watcher(const Scenario &scenario) : scenario(scenario) {}

  /// Takes the next bytes of a console ("" is the first serial line).
  void feed(std::string_view bytes, Seconds now, const std::string &console = {});
  /// The output is over: what stands in an unfinished line counts as a line.
  void finish(Seconds now);

  const std::vector<Line> &lines() const { return complete; }
  const std::vector<Reached> &reached() const { return found; }
  const std::vector<Sighting> &sightings() const { return seen; }
  /// The index of the milestone that comes next; the number of milestones when all are reached.
  std::size_t next() const { return pending; }
  bool allReached() const { return pending >= scenario.milestones.size(); }
  /// Captured values by name; a later capture of the same name replaces an earlier one.
  const std::map<std::string, std::string> &facts() const { return captured; }
  unsigned banners() const { return bannerCount; }
  /// A milestone that was seen while an earlier one was still missing, if any (its index).
  std::optional<std::size_t> outOfOrder() const { return early; }
  /// A line that has the text of a milestone without this run's nonce, if any.
  const std::optional<Line> &forgery() const { return forged; }
  /// How many bytes came, and how many stand in the line that has not ended yet.
  std::uint64_t bytes() const { return total; }
  std::uint64_t unfinished() const;
  /// The longest run of bytes without a line end that was ever seen.
  std::uint64_t longestLine() const { return longest; }

  /// Lines are cut at this length for matching, so that a line without an end costs no memory.
  static constexpr std::size_t cut = 4096;

private:
  struct Stream {
    std::string tail;         // the line that has not ended yet
    std::size_t from = 0;     // where in it the next milestone is looked for
    std::string before;       // the line before it
    std::uint64_t length = 0; // of the line so far, parts that were cut off included
    std::uint64_t begun = 0;  // bytes that came before the tail
  };

  void endLine(Stream &stream, const std::string &console, Seconds now, bool whole);
  void lookForMilestones(Stream &stream, const std::string &console, Seconds now, bool whole);
  void reach(std::size_t index, const Match &match, const Stream &stream, Seconds now);
  void reachRejoined(std::size_t index, const Stream &stream, Seconds now);
  void note(Reached reached);
  void lookForForbidden(const Stream &stream, Seconds now);
  void lookForOthers(const std::string &line, const std::string &console, Seconds now);

  const Scenario &scenario;
  std::map<std::string, Stream> streams;
  std::vector<Line> complete;
  std::vector<Reached> found;
  std::vector<Sighting> seen;
  std::map<std::string, std::string> captured;
  std::size_t pending = 0;
  unsigned bannerCount = 0;
  std::optional<std::size_t> early;
  std::optional<Line> forged;
  std::uint64_t total = 0, longest = 0;
};

} // namespace levitate::boot
