#include "c_api.h"
#include "c_open.h"

int main() { return c_open("A") + c_close('A'); }
