#include "verify/boot/watcher.h"

#include <algorithm>
#include <cstdlib>

namespace levitate::boot {

void Watcher::feed(std::string_view bytes, Seconds now, const std::string &console) {
  total += bytes.size();
  Stream &stream = streams[console];
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    std::size_t take = end == std::string_view::npos ? bytes.size() : end;
    if (stream.tail.size() + take > cut)
      take = cut - stream.tail.size();
    stream.tail.append(bytes.substr(0, take));
    stream.length += take;
    longest = std::max(longest, stream.length);
    bytes.remove_prefix(take);
    const bool ended = !bytes.empty() && bytes.front() == '\n';
    if (ended)
      bytes.remove_prefix(1);
    const std::uint64_t tail = stream.tail.size();
    if (ended || tail == cut) {
      endLine(stream, console, now, ended);
      stream.begun += tail + ended;
    }
    if (ended)
      stream.length = 0;
  }
  if (!stream.tail.empty())
    lookForMilestones(stream, console, now, false);
}

void Watcher::finish(Seconds now) {
  for (auto &[console, stream] : streams)
    if (!stream.tail.empty())
      endLine(stream, console, now, true);
}

std::uint64_t Watcher::unfinished() const {
  std::uint64_t most = 0;
  for (const auto &entry : streams)
    most = std::max(most, entry.second.length);
  return most;
}

void Watcher::endLine(Stream &stream, const std::string &console, Seconds now, bool whole) {
  while (!stream.tail.empty() && stream.tail.back() == '\r')
    stream.tail.pop_back();
  lookForMilestones(stream, console, now, whole);
  lookForForbidden(stream, now);
  lookForOthers(stream.tail, console, now);
  complete.push_back({stream.tail, now, console});
  stream.before = std::move(stream.tail);
  stream.tail.clear();
  stream.from = 0;
}

void Watcher::lookForMilestones(Stream &stream, const std::string &console, Seconds now,
                                bool whole) {
  while (pending < scenario.milestones.size()) {
    // The next milestone, or one behind optional ones that are missing.
    bool advanced = false;
    for (std::size_t index = pending; index < scenario.milestones.size(); ++index) {
      const Milestone &milestone = scenario.milestones[index];
      if (milestone.console == console && (whole || milestone.partial)) {
        const std::string_view rest = std::string_view(stream.tail).substr(stream.from);
        if (const auto match = milestone.pattern.find(rest)) {
          reach(index, *match, stream, now);
          stream.from += match->end;
          advanced = true;
          break;
        }
        if (whole && stream.from == 0 &&
            milestone.pattern.findRejoined(stream.before, stream.tail)) {
          reachRejoined(index, stream, now);
          advanced = true;
          break;
        }
      }
      if (!milestone.optional)
        break;
    }
    if (!advanced)
      return;
  }
}

void Watcher::reach(std::size_t index, const Match &match, const Stream &stream, Seconds now) {
  const Milestone &milestone = scenario.milestones[index];
  const std::uint64_t searched = stream.begun + stream.from;
  Reached reached{.milestone = index, .line = stream.tail, .at = now, .end = searched + match.end};
  for (std::size_t group = 0; group < milestone.captures.size() && group < match.captures.size();
       ++group) {
    const std::string &name = milestone.captures[group], &text = match.captures[group];
    reached.captures[name] = text;
    captured[name] = text;
    const std::uint64_t begin = searched + match.captureBegins[group];
    if (name.starts_with('~') && !text.empty())
      reached.varying.push_back({begin, begin + text.size(), name});
  }
  note(std::move(reached));
}

void Watcher::reachRejoined(std::size_t index, const Stream &stream, Seconds now) {
  note({.milestone = index,
        .line = stream.before + stream.tail,
        .at = now,
        .rejoined = true,
        .end = stream.begun + stream.tail.size()});
}

void Watcher::note(Reached reached) {
  if (scenario.guestTime)
    if (const auto stamp = scenario.guestTime->find(reached.line);
        stamp && !stamp->captures.empty())
      reached.guestSeconds = std::strtod(stamp->captures.front().c_str(), nullptr);
  pending = reached.milestone + 1;
  found.push_back(std::move(reached));
}

void Watcher::lookForForbidden(const Stream &stream, Seconds now) {
  const std::string &line = stream.tail;
  for (const Pattern &pattern : scenario.except)
    if (pattern.find(line))
      return;
  for (std::size_t index = 0; index < scenario.forbidden.size(); ++index) {
    const Pattern &pattern = scenario.forbidden[index].pattern;
    if (pattern.find(line))
      seen.push_back({index, line, now});
    else if (pattern.findRejoined(stream.before, line))
      seen.push_back({index, stream.before + " ... " + line, now});
  }
}

void Watcher::lookForOthers(const std::string &line, const std::string &console, Seconds now) {
  if (scenario.banner && console.empty() && scenario.banner->find(line))
    ++bannerCount;
  for (std::size_t index = pending + 1; index < scenario.milestones.size() && !early; ++index)
    if (scenario.milestones[index].console == console &&
        scenario.milestones[index].pattern.find(line))
      early = index;
  for (const Milestone &milestone : scenario.milestones)
    if (!forged && milestone.forgery && milestone.forgery->find(line) &&
        !milestone.pattern.find(line))
      forged = Line{line, now, console};
}

} // namespace levitate::boot
