// The disk as it will be when a plan is carried out.
#pragma once

#include "tool/workspace/overlay.h"

#include <llvm/Support/VirtualFileSystem.h>

namespace levitate::facts {

/// `disk` with the planned contents of the overlay. A planned file is found by every path that
/// leads to it, through symbolic links as well, and is one file by all of them; one that is deleted
/// is found by none. Another hard link of a planned file keeps what it has, since files are
/// replaced when a plan is written. The overlay must outlive the result and not change meanwhile.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>
plannedFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> disk,
             const workspace::Overlay &overlay);

} // namespace levitate::facts
