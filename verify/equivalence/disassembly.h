// The machine code of a linked function with its addresses read as symbols.
#pragma once

#include "base/result.h"
#include "verify/equivalence/binary.h"

#include <memory>
#include <string>
#include <vector>

namespace levitate::equivalence {

/// An instruction: operation and operands, and for each operand that is or may be an address what
/// it may mean (Binary::placesOf).
struct CodeLine {
  std::string text;
  std::vector<std::vector<std::string>> places;

  /// The same operation on the same operands: of each address one meaning is common to both.
  bool isLike(const CodeLine &other) const;
  std::string readable() const;
};

/// Decodes the functions of a file that outlives it. Branches, calls, loads relative to the program
/// counter, and the pairs by which AArch64 makes an address (ADRP and what adds the rest) become
/// symbols and offsets; in a file for a fixed address also immediate operands that lie within it.
class Disassembler {
public:
  /// An environment error when LLVM has no decoder for the file's processor.
  static Result<Disassembler> make(const Binary &binary);
  Disassembler(Disassembler &&other) noexcept;
  ~Disassembler();

  /// Empty when the function has no bytes in the file.
  std::vector<CodeLine> linesOf(const BinarySymbol &function) const;

private:
  struct Tools;
  class Flow;
  std::vector<CodeLine> pass(const BinarySymbol &function, Flow &flow) const;
  explicit Disassembler(std::unique_ptr<Tools> tools);
  std::unique_ptr<Tools> tools;
};

} // namespace levitate::equivalence
