// A plugin for QEMU's emulator (TCG): says where each access to a device comes from, and makes a
// boot under -icount repeat exactly. It is loaded by QEMU, not by the verifier, and knows nothing
// of scenarios. What it writes is read by ../trace.cpp.
//
// After each access to a device that is reached through memory it writes a line to QEMU's log,
// right behind the trace events of that access:
//
//   @ 1234 ffff800000081000      executed instructions so far, address of the instruction
//
// With "settle=on" it also holds the processor after each store to a device until every other
// thread of QEMU sleeps. -icount makes time a function of the instructions executed, but a disk
// request still ends when the host is done with it; so held, it always ends before the next
// instruction. A thread that is woken is runnable before the one that woke it goes to sleep, so
// that "all sleep" means that nothing is under way (proc(5), /proc/self/task/N/status).
//
// The plugin interface is QEMU's (docs/devel/tcg-plugins); there is no package with its header, so
// the functions that are used are declared here. They are the same in versions 1 (QEMU 6 to 8) and
// 2 (QEMU 9 on) of the interface.
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
struct qemu_info_t;
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
bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t info);
qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t info, std::uint64_t address);
bool qemu_plugin_hwaddr_is_io(const qemu_plugin_hwaddr *address);
void qemu_plugin_outs(const char *text);

[[gnu::visibility("default")]] extern const int qemu_plugin_version;
const int qemu_plugin_version = LEVITATE_PLUGIN_VERSION;
[[gnu::visibility("default")]] int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
                                                       int count, char **arguments);
}

namespace {

std::uint64_t executed = 0; // -icount runs all processors on one thread
bool settles = false;

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

void onInstruction(unsigned, void *) { ++executed; }

void onAccess(unsigned, qemu_plugin_meminfo_t info, std::uint64_t address, void *instruction) {
  const qemu_plugin_hwaddr *const place = qemu_plugin_get_hwaddr(info, address);
  if (!place || !qemu_plugin_hwaddr_is_io(place))
    return;
  char line[64];
  std::snprintf(line, sizeof line, "@ %" PRIu64 " %" PRIxPTR "\n", executed,
                reinterpret_cast<std::uintptr_t>(instruction));
  qemu_plugin_outs(line);
  if (settles && qemu_plugin_mem_is_store(info))
    settle();
}

void onTranslation(qemu_plugin_id_t, qemu_plugin_tb *block) {
  for (std::size_t index = 0; index < qemu_plugin_tb_n_insns(block); ++index) {
    qemu_plugin_insn *const instruction = qemu_plugin_tb_get_insn(block, index);
    void *const where = reinterpret_cast<void *>(qemu_plugin_insn_vaddr(instruction));
    qemu_plugin_register_vcpu_insn_exec_cb(instruction, onInstruction, QEMU_PLUGIN_CB_NO_REGS,
                                           nullptr);
    qemu_plugin_register_vcpu_mem_cb(instruction, onAccess, QEMU_PLUGIN_CB_NO_REGS,
                                     QEMU_PLUGIN_MEM_RW, where);
  }
}

} // namespace

int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *, int count, char **arguments) {
  for (int index = 0; index < count; ++index) {
    if (std::strcmp(arguments[index], "settle=on") != 0) {
      std::fprintf(stderr, "levitate-boot-probe: unknown argument %s\n", arguments[index]);
      return 1;
    }
    settles = true;
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, onTranslation);
  return 0;
}
