// What this host's QEMU can do beyond its command line: KVM that really works, and the plugin that
// counts instructions (plugin/plugin.cpp). Both are found out by trying, with a deadline, once in a
// process for each program.
#pragma once

#include <optional>
#include <string>

namespace levitate::boot {

/// /dev/kvm may be there and unusable: true when QEMU starts with it.
bool kvmWorks(const std::string &program);

/// The plugin's file that QEMU loads: the one beside this program (or in bin/ beside its folder)
/// that is for the version of QEMU's plugin interface. Nothing when there is none or QEMU was built
/// without plugins.
std::optional<std::string> findProbe(const std::string &program);

} // namespace levitate::boot
