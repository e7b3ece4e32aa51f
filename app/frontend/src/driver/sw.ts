const files: readonly string[] = __DRIVER_FILES__;
declare const __DRIVER_FILES__: readonly string[];
void files;
