"""The same night, but acme is reached over SFTP: a real sshd on loopback, for
each worker process a key that leads to the directory of its own mill."""
import os
import re
import shutil
import sys

from proof import Proof

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "e2e"))
# pylint: disable=wrong-import-position
import sshd


class SftpProof(Proof):
    # pylint: disable=super-init-not-called
    def __init__(self, like, top, sshd_dir, jobs):
        """Takes over what the night over directories ended with: over SFTP
        it must end the same."""
        self.__dict__.update(like.__dict__)
        self.top, self.sshd_dir = top, sshd_dir
        self.server = sshd.Sshd(sshd_dir)
        self.keys = {str(i): self.server.add_user_key(
            f"w{i}", os.path.join(top, str(i), "mill", "exchange", "acme"))
            for i in range(jobs + 1)}
        self.server.start()
        try:
            self.settle("0")
            lines, answers = self.lines, self.answers
            self.undisturbed()
            if (lines, answers) != (self.lines, self.answers):
                raise RuntimeError("the night over SFTP is another one")
        except BaseException:
            self.stop()
            raise

    def stop(self):
        self.server.stop()
        shutil.rmtree(self.sshd_dir, ignore_errors=True)

    def fresh(self):
        mill = super().fresh()
        me = os.path.basename(self.work)
        key = os.path.join(mill, "keys", "acme_ed25519")
        shutil.copy(self.keys[me], key)
        os.chmod(key, 0o600)
        path = os.path.join(mill, "partners", "acme.conf")
        with open(path, encoding="utf-8") as f:
            text = f.read()
        text, n = re.subn(
            r'url = "dir:exchange/acme";',
            f'url = "{self.server.url()}"; key = "keys/acme_ed25519"; '
            f'host_keys = [ "{self.server.fingerprint}" ];', text)
        if n != 1:
            raise RuntimeError("acme.conf has no url")
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return mill
