#include "dos.h"

dos::Handle handle;
dos::Drive drive;
