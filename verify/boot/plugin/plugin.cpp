// A plugin for QEMU's emulator (TCG): says where each access to a device comes from, and makes a
// boot under -icount repeat exactly. It is loaded by QEMU, not by the verifier, and knows nothing
// of scenarios. What it writes is read by ../trace.cpp.
//
// After each access to a device that is reached through memory it writes a line to QEMU's log,
// right behind the trace events of that access:
//
//   @ 1234 ffff800000081000 w a003e50      executed instructions so far, address of the
//   instruction,
//                                          read or write, physical address
//
// QEMU tells plugins nothing of accesses by the port instructions of x86. These are known by their
// bytes, so that a pair of lines stands around the trace events of what such an instruction does:
//
//   @( 1234 ffff800000081000
//   @)
//
// With "settle=on" it also holds the processor after each store to a device until every other
// thread of QEMU sleeps. -icount makes time a function of the instructions executed, but a disk
// request still ends when the host is done with it; so held, it always ends before the next
// instruction. A thread that is woken is runnable before the one that woke it goes to sleep, so
// that "all sleep" means that nothing is under way (proc(5), /proc/self/task/N/status).
//
// The plugin interface is QEMU's (docs/devel/tcg-plugins); there is no package with its header, so
// the functions that are used are declared here. QEMU 6 and 7 know version 1 of the interface,
// later ones 2 and more; of what is used here only qemu_plugin_insn_data has changed (in version
// 3).
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

extern "C" {
using qemu_plugin_id_t = std::uint64_t;
using qemu_plugin_meminfo_t = std::uint32_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_plugin_hwaddr;
// The beginning of what QEMU says of itself; there is more.
struct qemu_info_t {
  const char *target_name;
  struct {
    int min, cur;
  } version;
};
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_mem_rw { QEMU_PLUGIN_MEM_R = 1, QEMU_PLUGIN_MEM_W, QEMU_PLUGIN_MEM_RW };

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id,
                                           void (*callback)(qemu_plugin_id_t, qemu_plugin_tb *));
void qemu_plugin_register_vcpu_insn_exec_cb(qemu_plugin_insn *instruction,
                                            void (*callback)(unsigned, void *),
                                            qemu_plugin_cb_flags flags, void *data);
void qemu_plugin_register_vcpu_mem_cb(qemu_plugin_insn *instruction,
                                      void (*callback)(unsigned, qemu_plugin_meminfo_t,
                                                       std::uint64_t, void *),
                                      qemu_plugin_cb_flags flags, qemu_plugin_mem_rw kind,
                                      void *data);
std::size_t qemu_plugin_tb_n_insns(const qemu_plugin_tb *block);
qemu_plugin_insn *qemu_plugin_tb_get_insn(const qemu_plugin_tb *block, std::size_t index);
std::uint64_t qemu_plugin_insn_vaddr(const qemu_plugin_insn *instruction);
std::size_t qemu_plugin_insn_size(const qemu_plugin_insn *instruction);
// Versions 1 and 2: the address of the bytes is the result, and there is one argument. From version
// 3 on: copies the bytes, the count of them is the result.
std::uintptr_t qemu_plugin_insn_data(const qemu_plugin_insn *instruction, void *copy,
                                     std::size_t size);
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t info, std::uint64_t address);
bool qemu_plugin_hwaddr_is_io(const qemu_plugin_hwaddr *address);
std::uint64_t qemu_plugin_hwaddr_phys_addr(const qemu_plugin_hwaddr *address);
void qemu_plugin_outs(const char *text);

[[gnu::visibility("default")]] extern const int qemu_plugin_version;
const int qemu_plugin_version = LEVITATE_PLUGIN_VERSION;
[[gnu::visibility("default")]] int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
                                                       int count, char **arguments);
}

namespace {

std::uint64_t executed = 0; // -icount runs all processors on one thread
bool settles = false;
bool hasPorts = false;    // the processor is an x86
bool copiesBytes = false; // see qemu_plugin_insn_data
bool portsUsed = false;   // the instruction before this one was a port instruction

// What the other threads of this process are doing: whether all sleep, and how often they went to
// sleep so far.
struct Snapshot {
  bool asleep = false;
  std::uint64_t threads = 0, naps = 0;
};

Snapshot look() {
  Snapshot snapshot;
  DIR *const tasks = opendir("/proc/self/task");
  if (!tasks)
    return snapshot;
  const long self = syscall(SYS_gettid);
  snapshot.asleep = true;
  while (const dirent *entry = readdir(tasks)) {
    char *end = nullptr;
    const long task = std::strtol(entry->d_name, &end, 10);
    if (entry->d_name[0] == '.' || *end != '\0' || task == self)
      continue;
    char path[64], text[4096];
    std::snprintf(path, sizeof path, "/proc/self/task/%ld/status", task);
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    const ssize_t length = file < 0 ? 0 : read(file, text, sizeof text - 1);
    if (file >= 0)
      close(file);
    if (length <= 0)
      continue; // it has just ended
    text[length] = '\0';
    const char *const state = std::strstr(text, "\nState:\t");
    const char *const naps = std::strstr(text, "\nvoluntary_ctxt_switches:\t");
    snapshot.asleep &= state && naps && state[8] == 'S';
    snapshot.naps += naps ? std::strtoull(naps + 26, nullptr, 10) : 0;
    ++snapshot.threads;
  }
  closedir(tasks);
  return snapshot;
}

// Threads can't be looked at all at once: one that was asleep may be woken by the next before that
// is looked at. But if none has slept anew from one look to the next, then all slept in between.
void settle() {
  constexpr long step = 20'000, patience = 2'000'000'000; // nanoseconds
  Snapshot before = look();
  for (long waited = 0; waited < patience; waited += step) {
    const Snapshot now = look();
    if (now.asleep && before.asleep && now.naps == before.naps && now.threads == before.threads)
      return;
    before = now;
    if (!now.asleep) {
      const timespec pause{0, step};
      nanosleep(&pause, nullptr);
    }
  }
  qemu_plugin_outs("@ unsettled\n");
}

void write(const char *format, std::uint64_t count, const void *instruction, char kind,
           std::uint64_t address) {
  char line[96];
  std::snprintf(line, sizeof line, format, count, reinterpret_cast<std::uintptr_t>(instruction),
                kind, address);
  qemu_plugin_outs(line);
}

// Whether these bytes are IN, OUT, INS or OUTS: prefixes, then one byte of opcode (Intel SDM,
// volume 2, appendix A).
bool isPortInstruction(const unsigned char *bytes, std::size_t size) {
  for (std::size_t at = 0; at < size; ++at) {
    const unsigned char byte = bytes[at];
    if ((byte >= 0x6c && byte <= 0x6f) || (byte >= 0xe4 && byte <= 0xe7) ||
        (byte >= 0xec && byte <= 0xef))
      return true;
    const bool segment = (byte & 0xe7) == 0x26 || byte == 0x64 || byte == 0x65;
    const bool other = byte == 0x66 || byte == 0x67 || byte == 0xf0 || byte == 0xf2 ||
                       byte == 0xf3 || (byte & 0xf0) == 0x40;
    if (!segment && !other)
      return false;
  }
  return false;
}

bool usesPorts(const qemu_plugin_insn *instruction) {
  if (!hasPorts)
    return false;
  unsigned char copy[16];
  const std::size_t size = qemu_plugin_insn_size(instruction);
  const std::uintptr_t result = qemu_plugin_insn_data(instruction, copy, sizeof copy);
  if (copiesBytes)
    return isPortInstruction(copy, result < sizeof copy ? result : sizeof copy);
  return result != 0 && isPortInstruction(reinterpret_cast<const unsigned char *>(result), size);
}

// Before an instruction is executed: what a port instruction before it began has to be over.
void onInstruction(unsigned, void *) {
  if (portsUsed) {
    portsUsed = false;
    if (settles)
      settle();
    qemu_plugin_outs("@)\n");
  }
  ++executed;
}

void onPortInstruction(unsigned processor, void *instruction) {
  onInstruction(processor, nullptr);
  write("@( %" PRIu64 " %" PRIxPTR "\n", executed, instruction, 0, 0);
  portsUsed = true;
}

void onAccess(unsigned, qemu_plugin_meminfo_t info, std::uint64_t address, void *instruction) {
  const qemu_plugin_hwaddr *const place = qemu_plugin_get_hwaddr(info, address);
  if (!place || !qemu_plugin_hwaddr_is_io(place))
    return;
  const bool store = qemu_plugin_mem_is_store(info);
  write("@ %" PRIu64 " %" PRIxPTR " %c %" PRIx64 "\n", executed, instruction, store ? 'w' : 'r',
        qemu_plugin_hwaddr_phys_addr(place));
  if (settles && store)
    settle();
}

void onTranslation(qemu_plugin_id_t, qemu_plugin_tb *block) {
  for (std::size_t index = 0; index < qemu_plugin_tb_n_insns(block); ++index) {
    qemu_plugin_insn *const instruction = qemu_plugin_tb_get_insn(block, index);
    void *const where = reinterpret_cast<void *>(qemu_plugin_insn_vaddr(instruction));
    if (usesPorts(instruction))
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, onPortInstruction, QEMU_PLUGIN_CB_NO_REGS,
                                             where);
    else
      qemu_plugin_register_vcpu_insn_exec_cb(instruction, onInstruction, QEMU_PLUGIN_CB_NO_REGS,
                                             nullptr);
    qemu_plugin_register_vcpu_mem_cb(instruction, onAccess, QEMU_PLUGIN_CB_NO_REGS,
                                     QEMU_PLUGIN_MEM_RW, where);
  }
}

} // namespace

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int count, char **arguments) {
  for (int index = 0; index < count; ++index) {
    if (std::strcmp(arguments[index], "settle=on") != 0) {
      std::fprintf(stderr, "levitate-boot-probe: unknown argument %s\n", arguments[index]);
      return 1;
    }
    settles = true;
  }
  hasPorts =
      std::strcmp(info->target_name, "x86_64") == 0 || std::strcmp(info->target_name, "i386") == 0;
  copiesBytes = info->version.cur >= 3;
  qemu_plugin_register_vcpu_tb_trans_cb(id, onTranslation);
  return 0;
}
