//! A disk without much room.

use std::{path::Path, process::Command};

/// A small file system, unmounted when dropped.
pub struct SmallDisk<'a>(&'a Path);

impl SmallDisk<'_> {
    /// Nothing where mounting is not allowed.
    pub fn mount<'a>(path: &'a Path, size: &str) -> Option<SmallDisk<'a>> {
        std::fs::create_dir_all(path).expect("made");
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(path).output();
        mount.is_ok_and(|output| output.status.success()).then_some(SmallDisk(path))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(self.0).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "{} stays mounted", self.0.display());
    }
}
