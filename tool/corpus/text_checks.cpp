#include "tool/corpus/text_checks.h"

#include "base/text.h"

#include <fmt/format.h>

#include <cctype>
#include <map>
#include <string_view>
#include <vector>

namespace levitate::corpus {
namespace {

/// Identifiers and numbers are words; every other character that is not blank is one by itself.
std::vector<std::string_view> wordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    if (std::isspace(static_cast<unsigned char>(text[i]))) {
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    if (isWord(text[i]))
      while (end < text.size() && isWord(text[end]))
        ++end;
    words.push_back(text.substr(i, end - i));
    i = end;
  }
  return words;
}

std::string checkRename(const changeset::Changeset &changes, const Candidate &candidate) {
  std::size_t renamed = 0;
  for (const auto &[path, change] : changes.files) {
    if (!change.before || !change.after)
      return fmt::format("a rename made or deleted a file\n{}\n", path);
    const auto before = wordsOf(*change.before), after = wordsOf(*change.after);
    for (std::size_t i = 0; i < before.size() || i < after.size(); ++i) {
      const std::string_view was = i < before.size() ? before[i] : "end of file";
      const std::string_view is = i < after.size() ? after[i] : "end of file";
      if (was == is)
        continue;
      if (was != candidate.oldName || is != candidate.newName)
        return fmt::format("a rename changed something else\n{}: '{}' became '{}'\n", path, was,
                           is);
      ++renamed;
    }
  }
  return renamed == 0 ? "a rename changed no name\n" : "";
}

/// `#endif // GUARD_H` and `} // namespace a` repeat what they close, and go or are made anew with
/// it.
bool repeatsWhatItCloses(std::string_view text, std::size_t comment, std::size_t end) {
  const std::size_t newline = comment == 0 ? std::string_view::npos : text.rfind('\n', comment - 1);
  const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
  const std::string_view line = trim(text.substr(begin, comment - begin));
  if (!line.empty() && line.find_first_not_of("} \t") == std::string_view::npos) {
    for (const std::string_view word : wordsOf(text.substr(comment, end - comment)))
      if (word == "namespace")
        return true;
      else if (std::isalnum(static_cast<unsigned char>(word[0])) && word != "end" && word != "of" &&
               word != "anonymous" && word != "unnamed")
        return false;
    return false;
  }
  return line.starts_with('#') && trim(line.substr(1)) == "endif";
}

/// How often each word stands in the comments of a text.
void countCommentWords(std::string_view text, int sign, std::map<std::string, int> &count) {
  const auto add = [&](std::string_view comment) {
    for (const std::string_view word : wordsOf(comment))
      if (word.size() > 1)
        count[std::string(word)] += sign;
  };
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"' || text[i] == '\'') {
      const char quote = text[i];
      // An apostrophe between digits groups them.
      if (quote == '\'' && i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1]))) {
        ++i;
        continue;
      }
      for (++i; i < text.size() && text[i] != quote && text[i] != '\n'; ++i)
        if (text[i] == '\\')
          ++i;
      ++i;
    } else if (text.substr(i, 2) == "//") {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      if (!repeatsWhatItCloses(text, i, end))
        add(text.substr(i, end - i));
      i = end;
    } else if (text.substr(i, 2) == "/*") {
      const std::size_t end = std::min(text.find("*/", i + 2), text.size());
      if (!repeatsWhatItCloses(text, i, end))
        add(text.substr(i, end - i));
      i = end;
    } else {
      ++i;
    }
  }
}

/// `old` may go: comments behind a namespace's brace say its name.
std::string checkComments(const changeset::Changeset &changes, std::string_view old) {
  std::map<std::string, int> count;
  for (const auto &[path, change] : changes.files) {
    if (change.before)
      countCommentWords(*change.before, -1, count);
    if (change.after)
      countCommentWords(*change.after, 1, count);
  }
  for (const std::string_view word : wordsOf(old))
    count.erase(std::string(word));
  std::string lost;
  for (const auto &[word, surplus] : count)
    if (surplus < 0)
      lost += fmt::format("{} ({})\n", word, -surplus);
  return lost.empty() ? "" : "words of comments were lost\n" + lost;
}

} // namespace

std::string checkText(const changeset::Changeset &changes, const Candidate &candidate) {
  return candidate.newName.empty() ? checkComments(changes, candidate.oldName)
                                   : checkRename(changes, candidate);
}

} // namespace levitate::corpus
