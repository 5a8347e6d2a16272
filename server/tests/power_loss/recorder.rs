//! A VFS between SQLite and the platform's own that notes everything a power loss could take away.
//!
//! It is a shim (sqlite.org/vfs.html): all calls go on to the platform's VFS. Of files in a recorded directory, what is
//! written, cut off, flushed, made and deleted is noted once the platform has done it, in one sequence with what the
//! workload notes of itself. Files elsewhere are opened by the platform's VFS with nothing in between. The shared memory of
//! a WAL is not noted: a start after a power loss makes it anew.
#![expect(unsafe_code, reason = "SQLite's VFS is a C interface: it calls these functions and passes pointers")]

use std::collections::HashMap;
use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::{mem, ptr, slice};

use rusqlite::ffi;

/// One thing that happened.
pub enum Event {
    /// The platform did this with a file.
    Disk(Io),
    /// A piece of work has run; when its transaction is committed, the database is in this state.
    Ran(usize),
    /// Its caller was told that it is done, with this state.
    Acknowledged(usize),
}

/// What was done with a file.
pub struct Io {
    /// Its name in the recorded directory.
    pub file: String,
    pub action: Action,
}

pub enum Action {
    /// Opened, and made if it was not there.
    Open,
    Write {
        offset: usize,
        bytes: Arc<[u8]>,
    },
    Truncate(usize),
    /// Flushed; with the directory when `names`.
    Sync {
        names: bool,
    },
    /// Removed; the directory was flushed when `names`.
    Delete {
        names: bool,
    },
}

/// What happened in one directory.
pub struct Recording {
    directory: PathBuf,
    events: Mutex<Vec<Event>>,
}

static RECORDINGS: Mutex<Option<HashMap<PathBuf, Arc<Recording>>>> = Mutex::new(None);

impl Recording {
    /// Begins to note what happens in `directory`, which must be there.
    pub fn begin(directory: &Path) -> Arc<Recording> {
        register();
        let directory = directory.canonicalize().expect("the directory is there");
        let recording = Arc::new(Recording { directory: directory.clone(), events: Mutex::default() });
        let mut recordings = RECORDINGS.lock().expect("no panic");
        recordings.get_or_insert_default().insert(directory, Arc::clone(&recording));
        recording
    }

    pub fn note(&self, event: Event) {
        self.events.lock().expect("no panic").push(event);
    }

    /// Ends the recording. What is open is closed as if by the power's loss: no more of it is noted.
    pub fn end(&self) -> Vec<Event> {
        RECORDINGS.lock().expect("no panic").get_or_insert_default().remove(&self.directory);
        mem::take(&mut *self.events.lock().expect("no panic"))
    }

    fn note_io(&self, file: &str, action: Action) {
        self.note(Event::Disk(Io { file: file.to_owned(), action }));
    }
}

/// The platform's VFS, which outlives the process's use of it.
struct Platform(*mut ffi::sqlite3_vfs);

// SAFETY: SQLite calls a VFS from any thread; the platform's is made for that.
unsafe impl Send for Platform {}
// SAFETY: as above.
unsafe impl Sync for Platform {}

static PLATFORM: OnceLock<Platform> = OnceLock::new();

/// Makes the shim the default VFS, once in a process.
fn register() {
    PLATFORM.get_or_init(|| {
        // SAFETY: null asks for the default VFS; registered VFSs are never freed. The shim is the platform's with two
        // functions and the file's size replaced (the others do not use the VFS they are given beyond `pAppData`), it
        // lives for ever, and its name is a constant.
        unsafe {
            let platform = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!platform.is_null(), "SQLite has a VFS");
            let mut shim = ptr::read(platform);
            shim.pNext = ptr::null_mut();
            shim.zName = c"recorder".as_ptr();
            shim.szOsFile += c_int::try_from(mem::size_of::<File>()).expect("small");
            shim.xOpen = Some(open);
            shim.xDelete = Some(delete);
            let registered = ffi::sqlite3_vfs_register(Box::leak(Box::new(shim)), 1);
            assert_eq!(registered, ffi::SQLITE_OK);
            Platform(platform)
        }
    });
}

fn platform() -> *mut ffi::sqlite3_vfs {
    PLATFORM.get().expect("registered before anything is opened").0
}

/// What SQLite takes for an open file. The platform's own follows in memory.
#[repr(C)]
struct File {
    base: ffi::sqlite3_file,
    handle: *mut Handle,
}

struct Handle {
    recording: Arc<Recording>,
    file: String,
    /// The platform's VFS flushes the directory with the first flush of a new journal or WAL (`UNIXFILE_DIRSYNC` in
    /// SQLite's os_unix.c).
    flushes_names: bool,
}

impl Handle {
    fn note(&self, action: Action) {
        self.recording.note_io(&self.file, action);
    }
}

/// The recording of the directory that a file is in, and the file's name there.
///
/// # Safety
/// `name` is null or a C string.
unsafe fn recorded(name: *const c_char) -> Option<(Arc<Recording>, String)> {
    if name.is_null() {
        return None;
    }
    // SAFETY: SQLite passes a C string that stays during the call.
    let path = Path::new(OsStr::from_bytes(unsafe { CStr::from_ptr(name) }.to_bytes()));
    let recordings = RECORDINGS.lock().expect("no panic");
    let recording = recordings.as_ref()?.get(path.parent()?)?;
    Some((Arc::clone(recording), path.file_name()?.to_str()?.to_owned()))
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: all pointers are SQLite's and good for this call; `file` has `szOsFile` bytes: ours, then the platform's.
    unsafe {
        let open = (*platform()).xOpen.expect("every VFS opens");
        let Some((recording, recorded)) = recorded(name) else {
            return open(platform(), name, file, flags, out_flags);
        };
        let opened = open(platform(), name, inner(file), flags, out_flags);
        let ours = file.cast::<File>();
        if opened != ffi::SQLITE_OK {
            // Nothing to close: the platform's VFS leaves no open file behind an error.
            (*ours).base.pMethods = ptr::null();
            return opened;
        }
        recording.note_io(&recorded, Action::Open);
        let journals = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
        let flushes_names = flags & ffi::SQLITE_OPEN_CREATE != 0 && flags & journals != 0;
        (*ours).handle = Box::into_raw(Box::new(Handle { recording, file: recorded, flushes_names }));
        (*ours).base.pMethods = &raw const METHODS;
        opened
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: the pointers are SQLite's and good for this call.
    unsafe {
        let deleted = (*platform()).xDelete.expect("every VFS deletes")(platform(), name, sync_directory);
        if deleted == ffi::SQLITE_OK
            && let Some((recording, file)) = recorded(name)
        {
            recording.note_io(&file, Action::Delete { names: sync_directory & 1 != 0 });
        }
        deleted
    }
}

/// The platform's file behind ours.
///
/// # Safety
/// `file` has `szOsFile` bytes.
unsafe fn inner(file: *mut ffi::sqlite3_file) -> *mut ffi::sqlite3_file {
    // SAFETY: the allocation goes on behind ours, aligned.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: `open` made the handle; SQLite closes a file once.
    unsafe {
        drop(Box::from_raw((*file.cast::<File>()).handle));
        forward_close(file)
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, bytes: *const c_void, length: c_int, offset: i64) -> c_int {
    // SAFETY: `open` made the handle; SQLite passes `length` bytes.
    unsafe {
        let written = forward_write(file, bytes, length, offset);
        if written == ffi::SQLITE_OK {
            let bytes = slice::from_raw_parts(bytes.cast::<u8>(), size(length.into())).into();
            (*(*file.cast::<File>()).handle).note(Action::Write { offset: size(offset), bytes });
        }
        written
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: `open` made the handle.
    unsafe {
        let truncated = forward_truncate(file, length);
        if truncated == ffi::SQLITE_OK {
            (*(*file.cast::<File>()).handle).note(Action::Truncate(size(length)));
        }
        truncated
    }
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: `open` made the handle, and SQLite uses an open file from one thread at a time.
    unsafe {
        let synced = forward_sync(file, flags);
        if synced == ffi::SQLITE_OK {
            let handle = &mut *(*file.cast::<File>()).handle;
            let names = mem::take(&mut handle.flushes_names);
            handle.note(Action::Sync { names });
        }
        synced
    }
}

fn size(of: i64) -> usize {
    usize::try_from(of).expect("SQLite's sizes and offsets are not negative")
}

/// Functions that call the platform's for the file behind ours.
macro_rules! forward {
    ($($name:ident = $method:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
        unsafe extern "C" fn $name(file: *mut ffi::sqlite3_file $(, $argument: $type)*) $(-> $result)? {
            // SAFETY: the platform's VFS opened the inner file, so that its methods are there; arguments are SQLite's.
            unsafe {
                let inner = inner(file);
                (*(*inner).pMethods).$method.expect("the platform's VFS has it")(inner $(, $argument)*)
            }
        }
    )*};
}

forward! {
    forward_close = xClose() -> c_int;
    read = xRead(bytes: *mut c_void, length: c_int, offset: i64) -> c_int;
    forward_write = xWrite(bytes: *const c_void, length: c_int, offset: i64) -> c_int;
    forward_truncate = xTruncate(length: i64) -> c_int;
    forward_sync = xSync(flags: c_int) -> c_int;
    file_size = xFileSize(length: *mut i64) -> c_int;
    lock = xLock(level: c_int) -> c_int;
    unlock = xUnlock(level: c_int) -> c_int;
    check_reserved_lock = xCheckReservedLock(locked: *mut c_int) -> c_int;
    file_control = xFileControl(operation: c_int, argument: *mut c_void) -> c_int;
    sector_size = xSectorSize() -> c_int;
    device_characteristics = xDeviceCharacteristics() -> c_int;
    shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, memory: *mut *mut c_void) -> c_int;
    shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    shm_barrier = xShmBarrier();
    shm_unmap = xShmUnmap(delete: c_int) -> c_int;
}

/// Version 2: with the shared memory of a WAL, without mapped files, which nobody could note.
static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
