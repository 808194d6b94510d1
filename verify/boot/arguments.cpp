#include "verify/boot/arguments.h"

#include "base/text.h"

namespace levitate::boot {

namespace {

// A comma in a value of a QEMU option is written twice.
std::string escaped(const std::string &value) {
  std::string text;
  for (const char c : value) {
    text += c;
    if (c == ',')
      text += c;
  }
  return text;
}

// The layers of a disk from the outside: a log of what is written (so that writes which the guest
// takes back are seen, too), injected errors, the file. Errors go to the guest; only a full host
// disk stops the machine, since that is no fault of the guest's.
std::string driveOption(const Disk &disk, const Wiring &wiring) {
  std::string option = "if=none,id=" + disk.id;
  std::string layer; // the prefix of the options of the layer at hand
  const auto open = [&](const std::string &driver) { option += "," + layer + "driver=" + driver; };
  if (disk.logsWrites) {
    open("blklogwrites");
    option += "," + layer + "log.driver=file," + layer +
              "log.filename=" + escaped(wiring.writeLogs.at(disk.id));
    layer += "file.";
  }
  open("raw");
  layer += "file.";
  if (!disk.faults.empty()) {
    open("blkdebug");
    option += "," + layer + "config=" + escaped(wiring.blkdebug.at(disk.id));
    layer += "image.";
  }
  open("file");
  option += "," + layer + "filename=" + escaped(wiring.disks.at(disk.id));
  option += ",cache=writeback,rerror=report,werror=enospc";
  if (disk.readOnly)
    option += ",readonly=on";
  return option;
}

} // namespace

std::string blkdebugRules(const Disk &disk) {
  std::string text;
  for (const Disk::Fault &fault : disk.faults) {
    text += "[inject-error]\nevent = \"" + fault.event + "\"\nerrno = \"" +
            std::to_string(fault.error) + "\"\nonce = \"" + (fault.once ? "on" : "off") + "\"\n";
    if (fault.sector)
      text += "sector = \"" + std::to_string(*fault.sector) + "\"\n";
    text += "\n";
  }
  return text;
}

std::vector<std::string> qemuArguments(const Scenario &scenario, const Wiring &wiring) {
  std::vector<std::string> arguments = {scenario.program};
  const auto add = [&](const std::string &option, const std::string &value) {
    arguments.push_back(option);
    arguments.push_back(value);
  };
  add("-machine", scenario.machine);
  add("-accel", wiring.accelerator);
  if (!scenario.cpu.empty())
    add("-cpu", scenario.cpu);
  if (!scenario.memory.empty())
    add("-m", scenario.memory);
  if (scenario.cpus != 1)
    add("-smp", std::to_string(scenario.cpus));
  arguments.insert(arguments.end(), {"-nodefaults", "-no-user-config", "-display", "none", "-S"});
  add("-action", "reboot=shutdown,shutdown=pause,panic=none");
  add("-chardev", "socket,id=levitate-qmp,fd=" + std::to_string(wiring.qmp));
  add("-mon", "chardev=levitate-qmp,mode=control");
  add("-chardev", "socket,id=levitate-serial,fd=" + std::to_string(wiring.serial));
  add("-serial", "chardev:levitate-serial");
  for (const Console &console : scenario.consoles)
    add("-chardev",
        "socket,id=" + console.id + ",fd=" + std::to_string(wiring.consoles.at(console.id)));
  for (const Network &network : scenario.networks)
    add("-netdev", "dgram,id=" + network.id + ",local.type=fd,local.str=" +
                       std::to_string(wiring.networks.at(network.id)));
  for (const Entropy &entropy : scenario.entropies)
    add("-object",
        "rng-random,id=" + entropy.id + ",filename=" + escaped(wiring.entropies.at(entropy.id)));
  for (const Disk &disk : scenario.disks)
    add("-drive", driveOption(disk, wiring));
  if (scenario.deterministic) {
    add("-icount", "shift=0,sleep=off");
    add("-rtc", "base=2020-01-01T00:00:00,clock=vm");
    // From QEMU 9 on a notification is an event for another thread, without the value that is
    // written. The scenario's own arguments come later and win.
    add("-global", "virtio-mmio.ioeventfd=off");
  }
  if (!wiring.traceFile.empty()) {
    add("-D", wiring.traceFile);
    add("-trace", "events=" + escaped(wiring.traceEvents));
  }
  if (!wiring.probe.empty()) {
    add("-d", "plugin");
    add("-plugin", "file=" + escaped(wiring.probe) + ",settle=on");
  }
  if (scenario.loader == "kernel" && !scenario.kernel.empty()) {
    add("-kernel", scenario.kernel);
    if (!scenario.commandLine.empty())
      add("-append", scenario.commandLine);
    if (!scenario.initrd.empty())
      add("-initrd", scenario.initrd);
  }
  arguments.insert(arguments.end(), scenario.arguments.begin(), scenario.arguments.end());
  return arguments;
}

} // namespace levitate::boot
