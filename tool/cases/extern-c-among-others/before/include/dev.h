#pragma once

extern "C" {
int dev_open(int number);
int dev_reset(int number);
void dev_close(int number);
}
