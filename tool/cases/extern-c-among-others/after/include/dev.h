#pragma once

extern "C" {
int dev_open(int number);
void dev_close(int number);
}
