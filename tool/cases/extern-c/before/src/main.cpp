#include "c_api.h"

int main() { return c_open("A") + c_close('A'); }
