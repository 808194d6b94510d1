#include "../old/config.h"

int other() { return answer_of_old(); }
