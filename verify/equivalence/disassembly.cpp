#include "verify/equivalence/disassembly.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstrAnalysis.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/Endian.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/TargetParser/Triple.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace levitate::equivalence {
namespace {

using llvm::StringRef;

constexpr std::uint64_t pageSize = 4096;

/// The bytes that one step of an AArch64 load's or store's unsigned offset stands for, by the name
/// of the operation (`LDRBBui`, `STRXui`, `LDRSHWui`); 0: it is none.
std::uint64_t stepOf(StringRef name) {
  if (!name.ends_with("ui"))
    return 0;
  if (name.starts_with("PRFM"))
    return 8;
  if (!name.consume_front("LDR") && !name.consume_front("STR"))
    return 0;
  if (name.starts_with("SB") || name.starts_with("B"))
    return 1;
  if (name.starts_with("SH") || name.starts_with("H"))
    return 2;
  if (name.starts_with("SW") || name.starts_with("W") || name.starts_with("S"))
    return 4;
  return name.starts_with("Q") ? 16 : 8;
}

/// What ADRP put into registers: a page, or nothing where something else was written since. A
/// register that is absent was not written yet.
using Pages = std::map<unsigned, std::optional<std::uint64_t>>;

} // namespace

/// What is in the registers along the branches of a function.
class Disassembler::Flow {
public:
  Pages pages;

  /// What comes to an address: from before, unless that ended, and from branches so far.
  void enter(std::uint64_t address) {
    if (hasEnded)
      pages.clear();
    if (const auto branched = waiting.find(address); branched != waiting.end())
      merge(branched->second, pages);
    hasEnded = false;
  }

  /// True when a page came up whose way is not known yet: branches go backwards as well, and what
  /// they bring is known only the second time.
  bool isWorthAnotherPass() const { return hasPages; }
  void beginPass() {
    pages.clear();
    hasEnded = hasPages = false;
  }

  void leave(const llvm::MCInstrDesc &description, std::optional<std::uint64_t> target) {
    hasEnded = description.isBarrier() || description.isReturn();
    hasPages = hasPages || !pages.empty();
    if (target && description.isBranch())
      merge(pages, waiting[*target]);
  }

private:
  static void merge(const Pages &from, Pages &into) {
    for (const auto &[number, page] : from)
      if (const auto [known, isNew] = into.try_emplace(number, page);
          !isNew && known->second != page)
        known->second.reset();
  }

  std::map<std::uint64_t, Pages> waiting;
  bool hasEnded = false, hasPages = false;
};

struct Disassembler::Tools {
  explicit Tools(const Binary &file) : binary(file), triple(file.triple) {}

  const Binary &binary;
  llvm::Triple triple;
  std::unique_ptr<llvm::MCRegisterInfo> registers;
  std::unique_ptr<llvm::MCAsmInfo> assembly;
  std::unique_ptr<llvm::MCSubtargetInfo> subtarget;
  std::unique_ptr<llvm::MCInstrInfo> instructions;
  std::unique_ptr<llvm::MCContext> context;
  std::unique_ptr<llvm::MCDisassembler> decoder;
  std::unique_ptr<llvm::MCInstrAnalysis> analysis;
};

namespace {

/// Writes one instruction.
template <class Tools, class Flow> class LineWriter {
public:
  LineWriter(const Tools &tools, const BinarySymbol &function, Flow &flow)
      : tools(tools), function(function), flow(flow), pages(flow.pages) {}

  CodeLine line(const llvm::MCInst &instruction, std::uint64_t address, std::uint64_t size) {
    flow.enter(address);
    const llvm::MCInstrDesc &description = tools.instructions->get(instruction.getOpcode());
    const StringRef name = tools.instructions->getName(instruction.getOpcode());
    result.text = name.str();
    std::uint64_t target = 0;
    const bool hasTarget =
        tools.analysis && tools.analysis->evaluateBranch(instruction, address, size, target);
    const std::optional<std::uint64_t> memory =
        tools.analysis ? tools.analysis->evaluateMemoryOperandAddress(
                             instruction, tools.subtarget.get(), address, size)
                       : std::nullopt;
    const bool isPage = name == "ADRP";
    const std::optional<std::uint64_t> sum = isPage ? std::nullopt : sumOf(instruction, name);
    std::optional<unsigned> displacement; // of an address relative to the program counter
    for (unsigned index = 0; index < instruction.getNumOperands(); ++index) {
      const llvm::MCOperand &operand = instruction.getOperand(index);
      const bool isRelative =
          index < description.getNumOperands() &&
          description.operands()[index].OperandType == llvm::MCOI::OPERAND_PCREL;
      if (operand.isReg()) {
        const char *registerName =
            operand.getReg() ? tools.registers->getName(operand.getReg()) : "-";
        result.text += std::string(" ") + registerName;
        if (memory && StringRef(registerName) == "RIP")
          displacement = index + 3;
      } else if (!operand.isImm()) {
        result.text += " ?";
      } else if (isPage) {
        result.text += " page"; // says nothing alone: what is added to it is the rest
      } else if (isRelative && hasTarget) {
        place(target);
      } else if (displacement && *displacement == index) {
        place(*memory);
      } else if (sum && index == 2) {
        place(*sum);
      } else {
        immediate(operand.getImm());
      }
    }
    remember(instruction, description, isPage && hasTarget ? std::optional(target) : std::nullopt);
    flow.leave(description, hasTarget ? std::optional(target) : std::nullopt);
    return std::move(result);
  }

private:
  void place(std::uint64_t address) {
    result.text += " @";
    result.places.push_back(tools.binary.placesOf(address, &function));
    if (result.places.back().empty())
      result.places.back().push_back(fmt::format("{:#x}", address)); // outside of the file
  }

  /// A number; in a file for a fixed address perhaps a place in it.
  void immediate(std::int64_t value) {
    const auto address = static_cast<std::uint64_t>(value);
    constexpr std::uint64_t lowest = 0x10000; // no file is linked to lower addresses
    if (tools.binary.isRelocatable || address < lowest || !tools.binary.sectionAt(address)) {
      result.text += fmt::format(" {}", value);
      return;
    }
    place(address);
    result.places.back().push_back(fmt::format("{}", value));
  }

  /// The address that the instruction makes of a page and an offset.
  std::optional<std::uint64_t> sumOf(const llvm::MCInst &instruction, StringRef name) const {
    const std::uint64_t step = name == "ADDXri" ? 1 : stepOf(name);
    if (step == 0 || instruction.getNumOperands() < 3 || !instruction.getOperand(1).isReg() ||
        !instruction.getOperand(2).isImm())
      return std::nullopt;
    const auto page = pages.find(instruction.getOperand(1).getReg());
    if (page == pages.end() || !page->second)
      return std::nullopt;
    const bool isShifted = name == "ADDXri" && instruction.getNumOperands() > 3 &&
                           instruction.getOperand(3).isImm() &&
                           instruction.getOperand(3).getImm() != 0;
    if (isShifted)
      return std::nullopt;
    return *page->second + static_cast<std::uint64_t>(instruction.getOperand(2).getImm()) * step;
  }

  void remember(const llvm::MCInst &instruction, const llvm::MCInstrDesc &description,
                std::optional<std::uint64_t> page) {
    for (unsigned index = 0;
         index < std::min<unsigned>(description.getNumDefs(), instruction.getNumOperands());
         ++index)
      if (instruction.getOperand(index).isReg())
        for (llvm::MCRegAliasIterator alias(instruction.getOperand(index).getReg(),
                                            tools.registers.get(), /*IncludeSelf=*/true);
             alias.isValid(); ++alias)
          pages[*alias].reset();
    if (page && instruction.getNumOperands() > 0 && instruction.getOperand(0).isReg())
      pages[instruction.getOperand(0).getReg()] = *page / pageSize * pageSize;
  }

  const Tools &tools;
  const BinarySymbol &function;
  Flow &flow;
  Pages &pages;
  CodeLine result;
};

} // namespace

bool CodeLine::isLike(const CodeLine &other) const {
  if (text != other.text || places.size() != other.places.size())
    return false;
  for (std::size_t index = 0; index < places.size(); ++index) {
    const std::vector<std::string> &meanings = other.places[index];
    if (std::none_of(places[index].begin(), places[index].end(), [&](const std::string &meaning) {
          return std::find(meanings.begin(), meanings.end(), meaning) != meanings.end();
        }))
      return false;
  }
  return true;
}

std::string CodeLine::readable() const {
  std::string out;
  std::size_t place = 0;
  for (const char byte : text) {
    out += byte;
    if (byte == '@' && place < places.size() && !places[place].empty())
      out += "'" + places[place].front() + "'";
    place += byte == '@';
  }
  return out;
}

Disassembler::Disassembler(std::unique_ptr<Tools> tools) : tools(std::move(tools)) {}
Disassembler::Disassembler(Disassembler &&other) noexcept = default;
Disassembler::~Disassembler() = default;

Result<Disassembler> Disassembler::make(const Binary &binary) {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeAllTargetInfos();
    llvm::InitializeAllTargetMCs();
    llvm::InitializeAllDisassemblers();
  });
  auto tools = std::make_unique<Tools>(binary);
  std::string reason;
  const llvm::Target *target = llvm::TargetRegistry::lookupTarget(binary.triple, reason);
  if (!target)
    return Error::environment(binary.path + ": " + reason);
  // Whatever the processor can do may stand in the file.
  const std::string features = tools->triple.isAArch64() ? "+all" : binary.features;
  tools->registers.reset(target->createMCRegInfo(binary.triple));
  if (tools->registers)
    tools->assembly.reset(
        target->createMCAsmInfo(*tools->registers, binary.triple, llvm::MCTargetOptions()));
  tools->subtarget.reset(target->createMCSubtargetInfo(binary.triple, binary.cpu, features));
  tools->instructions.reset(target->createMCInstrInfo());
  if (tools->registers && tools->assembly && tools->subtarget && tools->instructions) {
    tools->context = std::make_unique<llvm::MCContext>(
        tools->triple, tools->assembly.get(), tools->registers.get(), tools->subtarget.get());
    tools->decoder.reset(target->createMCDisassembler(*tools->subtarget, *tools->context));
    tools->analysis.reset(target->createMCInstrAnalysis(tools->instructions.get()));
  }
  if (!tools->decoder)
    return Error::environment(binary.path + ": LLVM does not decode " + binary.triple);
  return Disassembler(std::move(tools));
}

std::vector<CodeLine> Disassembler::linesOf(const BinarySymbol &function) const {
  Flow flow;
  std::vector<CodeLine> lines = pass(function, flow);
  if (flow.isWorthAnotherPass()) {
    flow.beginPass();
    lines = pass(function, flow);
  }
  return lines;
}

std::vector<CodeLine> Disassembler::pass(const BinarySymbol &function, Flow &flow) const {
  std::vector<CodeLine> lines;
  const Binary &binary = tools->binary;
  const BinarySection *section = binary.sectionAt(function.address);
  if (!section)
    return lines;
  const std::uint64_t start = function.address - section->address;
  if (start >= section->bytes.size())
    return lines;
  const std::uint64_t length =
      std::min<std::uint64_t>(function.size, section->bytes.size() - start);
  const llvm::ArrayRef<std::uint8_t> bytes(
      reinterpret_cast<const std::uint8_t *>(section->bytes.data()) + start, length);
  // Data within code starts at a mapping symbol and ends at the next one.
  const auto last = [](const std::set<std::uint64_t> &places, std::uint64_t address) {
    const auto above = places.upper_bound(address);
    return above == places.begin() ? std::uint64_t{0} : *std::prev(above);
  };
  const auto isData = [&](std::uint64_t address) {
    return !binary.data.empty() && last(binary.data, address) > last(binary.code, address);
  };
  for (std::uint64_t offset = 0; offset < length;) {
    const std::uint64_t address = function.address + offset;
    llvm::MCInst instruction;
    std::uint64_t size = 0;
    if (isData(address)) {
      constexpr std::uint64_t wordSize = 8;
      const bool isWord = address % wordSize == 0 && offset + wordSize <= length;
      CodeLine line;
      size = isWord ? wordSize : 1;
      const std::uint64_t word =
          isWord ? llvm::support::endian::read64le(bytes.data() + offset) : bytes[offset];
      const auto moved = binary.relocated.find(address);
      const std::uint64_t target = moved == binary.relocated.end() ? word : moved->second;
      const bool isPlace = isWord && (moved != binary.relocated.end() || !binary.isRelocatable) &&
                           binary.sectionAt(target);
      line.text = isPlace ? "data @" : fmt::format("data {:#x}", word);
      if (isPlace)
        line.places.push_back(binary.placesOf(target, &function));
      lines.push_back(std::move(line));
    } else if (tools->decoder->getInstruction(instruction, size, bytes.slice(offset), address,
                                              llvm::nulls()) != llvm::MCDisassembler::Fail &&
               size > 0) {
      lines.push_back(LineWriter(*tools, function, flow).line(instruction, address, size));
    } else {
      size = std::max<std::uint64_t>(1, std::min<std::uint64_t>(size, length - offset));
      lines.push_back({"bytes " + llvm::toHex(bytes.slice(offset, size)), {}});
    }
    offset += size;
  }
  return lines;
}

} // namespace levitate::equivalence
