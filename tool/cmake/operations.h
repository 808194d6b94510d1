// The operations of the Editor on a state, as free functions: sources in edit_sources.cpp, files in
// edit_files.cpp, links in edit_links.cpp, what they share in operations.cpp. Each notes in the
// outcome what it did or why it can't be done; after a refusal the state is of no use.
#pragma once

#include "tool/cmake/state.h"

namespace levitate::cmake {

void addSource(EditorState &state, Outcome &outcome, const std::string &target,
               const std::string &path);
void removeSource(EditorState &state, Outcome &outcome, const std::string &target,
                  const std::string &path);
void deleteFile(EditorState &state, Outcome &outcome, const std::string &path);
void renameFile(EditorState &state, Outcome &outcome, const std::string &from,
                const std::string &to);
void moveSource(EditorState &state, Outcome &outcome, const std::string &path,
                const std::string &from, const std::string &to);
void moveFile(EditorState &state, Outcome &outcome, const std::string &from, const std::string &to,
              const std::string &target);
void link(EditorState &state, Outcome &outcome, const std::string &target,
          const std::string &dependency, std::optional<Scope> scope);
void unlink(EditorState &state, Outcome &outcome, const std::string &target,
            const std::string &dependency, std::optional<Scope> scope);

/// The target of that name; notes a refusal and gives null when there is none to edit.
const KnownTarget *editable(const EditorState &state, Outcome &outcome, const std::string &name);

/// True when an element can be put beside this entry and will reach `target` alone, in all its
/// configurations.
bool isAnchor(const EditorState &state, std::size_t entry, const KnownTarget &target);

/// The last command of the target's own code behind which a new one about it can stand: in the file
/// of its definition, run whenever that is. Nothing when there is none.
std::optional<std::pair<std::size_t, std::size_t>> lastCommandAbout(const EditorState &state,
                                                                    const KnownTarget &target);

/// Makes an edit; notes a refusal at `where` when CMake would not parse the result.
void apply(EditorState &state, Outcome &outcome, const Location &where, std::size_t document,
           const TextEdit &edit);

/// How an entry's text must read for another path: the range of its document to replace, and by
/// what.
struct Respelled {
  std::size_t begin = 0, end = 0;
  std::string text;  ///< the new text of the range
  std::string value; ///< the element as CMake will see it
};

/// Nothing when what stands before the entry's literal text can't lead to the path.
std::optional<Respelled> respell(const EditorState &state, const Entry &entry, const Place &at,
                                 const std::string &path);

/// True when this text can stand in an argument without quotes.
bool needsNoQuotes(const std::string &text);

/// `'x.cpp' is named here as a source of 't'`, the beginning of many refusals.
std::string namedHere(const Entry &entry, const std::string &path);

/// True when the entry has a place in a text; else notes a refusal.
bool located(const EditorState &state, Outcome &outcome, const Entry &entry,
             const std::string &path);

/// True when the entry's text can go and only the entry with it: no loop, parameter or longer word
/// lies between. Else notes a refusal that begins with `fact` and proposes `remedy`.
bool removable(Outcome &outcome, const Entry &entry, const std::string &fact,
               const std::string &remedy);

/// Notes a refusal for every generator expression that computes a source's name and may mean this
/// file.
void checkComputed(const EditorState &state, Outcome &outcome, const std::string &path);

/// The entry of another file that the same file(GLOB) finds.
Entry found(const Entry &entry, const std::string &path);

/// Notes a refusal for every file(GLOB) that will find the new source `path` for a target which is
/// not one of `wanted`: it would be compiled there, too. Of a header it is only noted, and known
/// from then on.
void checkGlobs(EditorState &state, Outcome &outcome, const std::string &path,
                const std::set<std::string> &wanted);

/// Notes a refusal for every place that sets properties on the file which would not reach target
/// `to`: properties of a source reach the targets of the directory they are set in.
void checkProperties(const EditorState &state, Outcome &outcome, const std::string &path,
                     const std::string &from, const std::string &to);

} // namespace levitate::cmake
