#include "dos.h"
#include "handle.h"

dos::Handle handle;
dos::Drive drive;
