#include "tool/cmake/value.h"

namespace levitate::cmake {

void Value::append(std::string text, Origin origin) {
  if (text.empty())
    return;
  if (!segments.empty()) {
    // What stands side by side in a file stays one run.
    Segment &last = segments.back();
    const Origin &a = last.origin;
    const bool follows = a.literal()
                             ? a.file == origin.file && a.offset + last.text.size() == origin.offset
                             : !origin.literal();
    if (follows && a.glob == origin.glob && a.loop == origin.loop && a.single == origin.single &&
        a.joined == origin.joined) {
      last.text += text;
      return;
    }
  }
  segments.push_back({std::move(text), origin});
}

void Value::append(const Value &other) {
  for (const Segment &segment : other.segments)
    append(segment.text, segment.origin);
  hide(other.hidden);
}

void Value::hide(const Value &other) {
  Runs runs;
  for (const Segment &segment : other.segments)
    if (segment.origin.literal())
      runs.emplace(segment.origin, segment.text.size());
  if (!runs.empty())
    hide(std::make_shared<const Runs>(std::move(runs)));
  hide(other.hidden);
}

void Value::hide(const std::shared_ptr<const Runs> &runs) {
  if (!runs || runs == hidden)
    return;
  if (!hidden) {
    hidden = runs;
    return;
  }
  Runs both = *hidden;
  both.insert(runs->begin(), runs->end());
  hidden = std::make_shared<const Runs>(std::move(both));
}

const std::set<std::pair<Origin, std::size_t>> &Value::somewhere() const {
  static const Runs Nothing;
  return hidden ? *hidden : Nothing;
}

std::string Value::text() const {
  std::string text;
  for (const Segment &segment : segments)
    text += segment.text;
  return text;
}

std::size_t Value::size() const {
  std::size_t size = 0;
  for (const Segment &segment : segments)
    size += segment.text.size();
  return size;
}

Value Value::substring(std::size_t begin, std::size_t end) const {
  Value result;
  std::size_t at = 0;
  for (const Segment &segment : segments) {
    const std::size_t length = segment.text.size();
    const std::size_t from = begin > at ? begin - at : 0;
    const std::size_t to = end > at ? std::min(end - at, length) : 0;
    if (from < to) {
      Origin origin = segment.origin;
      if (origin.literal())
        origin.offset += from;
      result.append(segment.text.substr(from, to - from), origin);
    }
    at += length;
  }
  result.hidden = hidden;
  return result;
}

Value Value::marked(bool Origin::*mark) const {
  Value result;
  for (Segment segment : segments) {
    segment.origin.*mark = true;
    result.append(std::move(segment.text), segment.origin);
  }
  result.hidden = hidden;
  return result;
}

Value Value::throughLoop() const { return marked(&Origin::loop); }
Value Value::throughSingle() const { return marked(&Origin::single); }
Value Value::throughWord() const { return marked(&Origin::joined); }

std::vector<Value> splitList(const Value &list) {
  const std::string text = list.text();
  std::vector<Value> elements;
  std::size_t start = 0;
  int square = 0, expression = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i == text.size() || (text[i] == ';' && square == 0 && expression == 0)) {
      if (i > start)
        elements.push_back(list.substring(start, i));
      start = i + 1;
    } else if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ';') {
      ++i;
    } else if (text[i] == '[') {
      ++square;
    } else if (text[i] == ']') {
      square -= square > 0 ? 1 : 0;
    } else if (text[i] == '$' && i + 1 < text.size() && text[i + 1] == '<') {
      ++expression;
      ++i;
    } else if (text[i] == '>' && expression > 0) {
      --expression;
    }
  }
  return elements;
}

Value joinList(const std::vector<Value> &elements) {
  Value list;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (i != 0)
      list.append(";");
    list.append(elements[i]);
  }
  return list;
}

} // namespace levitate::cmake
