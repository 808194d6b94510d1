// What the stages of one `move` step share: the entities and where they go, the text that is cut
// out, and the questions that every stage asks about them. The stages, in their order, are declared
// below; each stands in a file of its own.
#pragma once

#include "tool/plan/build_files.h"
#include "tool/plan/context.h"
#include "tool/plan/includes.h"
#include "tool/plan/new_file.h"
#include "tool/plan/references.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace levitate::plan::move {

/// A declaration that moves, or that is put into another namespace where it stands.
struct Cut {
  std::string file;
  Range declaration; ///< the declaration itself
  Range whole;       ///< with its comments, as it is cut out
  std::string oldScope, newScope;
  bool anonymous = false;
  std::string linkage;
  bool toSource = false;
  bool stays = false; ///< a forward declaration, specialisation... elsewhere: only its namespace
                      ///< changes
  bool specialisation = false;
  bool ofFragment = false; ///< see isOfFragment(); it stays, and needs what it defines a member of
  std::uint32_t declares =
      facts::Facts::NoEntity; ///< of a mere forward declaration: what it declares
};

/// Where forward declarations stand in for includes: in a further attempt, when the includes alone
/// would make headers include each other.
struct Forwarding {
  bool ofWhatStays = false;    ///< the new header declares what its code only names
  bool ofWhatMoves = false;    ///< the old headers declare what their code only names
  bool macrosFollow = false;   ///< macros of the old headers go along with the code that uses them
  std::set<std::string> cycle; ///< the headers that would include each other
};

/// One `move` step on its way. Each stage reads what the stages before it have found.
struct State {
  State(Context &context, BuildFiles &build, const recipe::Step &step, const recipe::Move &move,
        const Program &program);

  Context &context;
  BuildFiles &build;
  const recipe::Step &step;
  const recipe::Move &move;
  const Program &program;
  Names names; ///< with the changes of this step, once the text is rewritten
  Includes includes;
  std::set<std::string> included;                  ///< files that some file includes
  std::map<std::uint32_t, Relocation> relocations; ///< the entities that change their place
  std::vector<Cut> cuts;                           ///< by file and position
  std::set<std::string> homes;                     ///< files that lose a declaration
  std::set<std::string> deleted;                   ///< of those, the ones that nothing is left in
  std::set<std::uint32_t> droppedUsings;           ///< re-exports that go away
  std::set<std::uint32_t> goneUsings;              ///< those of a source that go along from it
  std::vector<Piece> takenUsings; ///< what goes along, and what stays as well, for the new source
  bool inPlace = false;           ///< all stays in its file and changes its namespace only
  Forwarding forwarding;
  std::set<std::string> followingMacros; ///< the names of the macros that go along for a cycle
  /// By file: the entities that it declares from now on, and how.
  std::map<std::string, std::map<std::uint32_t, Piece>> forwards;
  std::set<std::string> cycle; ///< headers that would include each other; then it is refused

  /// Some file includes it, or none compiles it.
  bool isHeader(const std::string &file) const;
  void refuse(Location where, std::string reason, std::string remedy,
              std::vector<Diagnostic> notes = {});
  /// Where an entity is declared first: the place to point at.
  Location declared(std::uint32_t entity) { return context.declared(program, entity); }
  /// An entity of internal linkage that no other file can name.
  bool fileLocal(const facts::Entity &entity) const {
    return entity.internal && !isHeader(entity.file);
  }
  /// Where what stands in a namespace beside moved code goes: where that goes.
  std::string newScopeOf(const std::string &scope) const;
  /// Some entity of that qualified name changes its place.
  bool moves(const std::string &qualified) const;
  /// Another entity of the old name (an overload, say) stays behind.
  bool nameStays(const Relocation &place) const;
  /// The class that a member belongs to moves, or a class around that.
  bool classMoves(const facts::Entity &member) const;
  /// A specialisation of another file's template is about its own file, and stays there; but one
  /// that the template's file declares is defined where the other definitions go.
  bool specialisesElsewhere(const std::string &file, const facts::Chunk &chunk,
                            std::uint32_t ofTemplate) const;
  /// A definition that is not inline, in a file that a source includes (`values.inl`), of what
  /// another file declares.
  bool isOfFragment(const std::string &file, const facts::Chunk &chunk) const;
  /// Some file but this one defines the entity.
  bool definedElsewhere(std::uint32_t entity, const std::string &file) const;
  /// The cut that covers a place, or null.
  const Cut *cutAt(const std::string &file, std::uint32_t offset) const;
  /// How a file is written, as far as the language of its units allows that for new text.
  FileStyle styleOf(const std::string &file);
  bool onlyBlank(const std::string &file, std::uint32_t begin, std::uint32_t end);
  /// A name in a using-declaration or the like that goes away.
  bool inGoneUsing(const std::string &file, const facts::Reference &reference) const;

  /// Something goes to the header; to the source; the header declares the moved code.
  bool makesHeader() const;
  bool makesSource() const;
  bool declaresInHeader() const { return makesHeader() || context.exists(move.header); }
  /// The file whose style the new one follows: one that goes as a whole, before others.
  const std::string &model(bool source) const;
};

/// A note of a refusal: a further place, and what is there.
Diagnostic note(Location where, std::string message);

/// Finds the entities that the step names, and the file-local helpers that only they use. A usage
/// error when a name means nothing.
Result<void> chooseEntities(State &state);

/// Finds what the project itself declares in the global namespace, and may declare in another: not
/// `main`, and nothing of C linkage. Refuses what is declared only, for that may be defined
/// outside.
void chooseGlobalEntities(State &state, const std::string &nameSpace);

/// Finds the text that goes away from where it stands.
void collectCuts(State &state);
/// Lets a cut cover a whole conditional when its other branches declare the same; refuses when they
/// declare something else as well.
void takeAlternatives(State &state);
/// Lets a cut cover a whole namespace body when all in it goes to one place.
void widenCuts(State &state);

/// Refuses what can't be moved as it stands: shared declarations, changed order of
/// initialisation, names that exist in the new place.
void checkCuts(State &state);
/// Refuses a name that means both what moves and what stays.
void checkNames(State &state);

/// The conditionals that the two braces of a block stand in, each by itself, as those of
/// `extern "C" {` in a header that C reads as well. Both null when there are none, or not the same.
struct BraceConditions {
  const Conditional *open = nullptr, *close = nullptr;
};
BraceConditions braceConditions(const Source &text, const facts::Block &block);
/// Both as lines around each brace; empty when there are none.
Enclosure braceLines(const Source &text, const facts::Block &block);

/// The text of a cut as it goes into its new file, with the edits `inside` it.
Piece pieceOf(State &state, const Cut &cut, const Edits &inside);
/// Puts neighbouring declarations that stay in their file into their new namespace there.
void redeclare(State &state, const std::vector<Cut> &group, const Edits &inside, Edits &outside);
/// Lets the comments that belong to no declaration go along from files of which nothing is left.
void takeLooseComments(State &state);
/// Takes the cuts out of their files, and puts what stays there into its new namespace.
void removeCuts(State &state, Edits &inside, Edits &outside);

/// Lets what a source makes visible (using-directives, using-declarations, aliases of namespaces)
/// go along with the code that is written with it, and takes it away where nothing else is.
void takeUsings(State &state, Edits &outside);

/// Plans the includes of the new files, the old ones, and everyone who names the moved code.
void planIncludes(State &state);

/// Text of the files that are new.
std::map<std::string, std::string> newFiles(State &state, const Edits &inside);
/// Puts the moved text into target files that exist already.
void mergeIntoExisting(State &state, const Edits &inside, Edits &outside);

} // namespace levitate::plan::move
