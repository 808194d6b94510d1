#pragma once
int impl();
int exported();
