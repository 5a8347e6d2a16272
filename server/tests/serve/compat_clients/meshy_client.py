"""Uses a server as users of mesh-toolkit do, a client of Meshy. Arguments: URL, key, photo, directory. Prints what it saw."""

import base64
import json
import os
import pathlib
import sys
import time

url, key, photo, directory = sys.argv[1:]
os.environ["MESHY_API_KEY"] = key

from mesh_toolkit import base  # noqa: E402
from mesh_toolkit.models import Image3DRequest, ModelUrls, TaskStatus  # noqa: E402

base.BASE_URL = url
base._min_request_interval = 0.05
encoded = base64.b64encode(pathlib.Path(photo).read_bytes()).decode()
request = Image3DRequest(image_url="data:image/png;base64," + encoded, topology="triangle", enable_pbr=False)
# Its model of a request has 'mode', which image-to-3d does not.
body = request.model_dump(exclude_none=True, exclude={"mode"})
task_id = base.request("POST", "image-to-3d", version="v1", json=body).json()["result"]


def task():
    return base.request("GET", f"image-to-3d/{task_id}", version="v1").json()


while TaskStatus(task()["status"]) in (TaskStatus.PENDING, TaskStatus.IN_PROGRESS):
    time.sleep(0.05)
done = task()
urls = ModelUrls.model_validate(done["model_urls"])
glb = os.path.join(directory, "model.glb")
seen = {"status": done["status"], "bytes": base.download(urls.glb, glb), "listed": []}
seen["magic"] = pathlib.Path(glb).read_bytes()[:4].decode()
listed = base.request("GET", "image-to-3d", version="v1", params={"page_size": 5, "sort_by": "+created_at"}).json()
seen["listed"] = [entry["id"] == task_id for entry in listed]
try:
    base.request("POST", "image-to-3d", version="v1", json=body | {"target_polycount": 3000})
except base.MeshyAPIError as error:
    seen["refused"] = [error.status_code, str(error)]
seen["deleted"] = base.request("DELETE", f"image-to-3d/{task_id}", version="v1").status_code
try:
    task()
except base.MeshyAPIError as error:
    seen["gone"] = error.status_code
print(json.dumps(seen))
